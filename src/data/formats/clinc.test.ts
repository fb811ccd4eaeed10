/** CLINC150: splits of texts and intents, and texts out of scope. */
import { describe, expect, it } from 'vitest';
import { readDataset } from '../readDataset';
import { messages } from './shared/testReading';

const file = {
  train: [
    ['set an alarm', 'alarm'],
    ['wake me at six', 'constructor'],
    ['play jazz', 'music'],
  ],
  val: [['play some rock', 'music']],
  test: [['alarm off', 'alarm']],
  oos_train: [['why is the sky up', 'oos']],
  oos_test: [['who is first', 'oos']],
};
const read = (value: object, options = {}) => readDataset([{ name: 'data_small.json', text: JSON.stringify(value) }], options);

describe('CLINC150', () => {
  it('keys are splits; what is out of scope is for a person to place', () => {
    const dataset = read(file);
    expect(dataset.format).toBe('clinc');
    expect(dataset.train.map(({ text, labels }) => [text, labels.intent])).toEqual(file.train);
    expect([dataset.validation.length, dataset.test.length]).toEqual([1, 1]);
    expect(messages(dataset).filter((message) => message.includes('oos'))).toEqual([
      '1: 2 rows are left out because the split is called "oos_train", "oos_test": choose which of train, validation, test that is',
    ]);
    const placed = read(file, { splits: { oos_train: 'train', oos_test: 'test' } });
    expect(placed.train.at(-1)?.labels).toEqual({ intent: 'oos' });
    expect(placed.test).toHaveLength(2);
  });

  it('what is not a pair is said, and other objects of splits are not claimed', () => {
    const many = Array.from({ length: 25 }, (_, i) => [`text ${i}`, 'alarm']);
    expect(messages(read({ ...file, train: [...many, ['x']] }))).toContain(
      '26: train holds ["x"] where a text and its class are expected; it is left out',
    );
    expect(read({ train: [{ text: 'a', label: 'x' }], test: [{ text: 'b', label: 'x' }] }).format).toBe('jsonl');
  });
});
