/** MASSIVE: slots marked in a second text. */
import { describe, expect, it } from 'vitest';
import { readDataset } from '../readDataset';
import { entities, messages } from './shared/testReading';

const row = (fields: object) =>
  JSON.stringify({ id: '1', locale: 'en-US', partition: 'train', scenario: 'alarm', intent: 'alarm_set', ...fields });
const lines = (...rows: string[]) => readDataset([{ name: 'en-US.jsonl', text: rows.join('\n') }], { validationShare: 0 });

describe('MASSIVE', () => {
  it('slots are found in the text, and the partition is the split', () => {
    const { format, train, validation, test, problems } = lines(
      row({ utt: 'wake me at nine am', annot_utt: 'wake me at [time : nine am]' }),
      row({ utt: '🎉🎉 Mira Olden flew to Porto.', annot_utt: '🎉🎉 [person : Mira Olden] flew to [place_name : Porto].' }),
      row({ utt: 'at 5:30 in porto', annot_utt: 'at [time : 5:30] in  [place : porto ]', partition: 'dev' }),
      row({ utt: 'stop', annot_utt: 'stop', partition: 'test', intent: 'alarm_remove' }),
    );
    expect(format).toBe('massive');
    expect(train.map((example) => entities(example, 'slots'))).toEqual([
      [['nine am', 'time']],
      [
        ['Mira Olden', 'person'],
        ['Porto', 'place_name'],
      ],
    ]);
    expect(entities(validation[0], 'slots')).toEqual([
      ['5:30', 'time'],
      ['porto', 'place'],
    ]);
    expect(test[0].labels).toEqual({ intent: 'alarm_remove', scenario: 'alarm', slots: [] });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('fields that are not its own are named', () => {
    const { problems, fields } = lines(row({ utt: 'stop', annot_utt: 'stop', mood: 'sad', worker_id: '3' }));
    expect(fields).toContain('mood');
    expect(problems.map(({ message }) => message)).toContain('mood: not part of MASSIVE, so not read as labels unless you choose them');
  });

  it('a marked text that is another is said, and several languages are', () => {
    const dataset = lines(
      row({ utt: '九時に起こして', annot_utt: '[time : 九時] に起こして', locale: 'ja-JP' }),
      row({ utt: 'wake me', annot_utt: 'wake him' }),
    );
    expect(entities(dataset.train[0], 'slots')).toEqual([['九時', 'time']]);
    expect(dataset.train[1].labels).toEqual({ intent: 'alarm_set', scenario: 'alarm' });
    expect(messages(dataset)).toEqual(
      expect.arrayContaining([
        '2: "annot_utt" is not "utt" with slots marked; the slots are left out',
        'undefined: there are no rows for validation',
      ]),
    );
  });
});
