/** Reading that takes long lets messages have their turn, and comes to the same as in one go. */
import { describe, expect, it } from 'vitest';
import { connect, nodeHost } from '../testing/nodeHost';
import { readDataset, readSteps } from './readDataset';
import { inTurns } from './steps';

const WORDS = 'the parcel is late and I was charged twice for a thing that nobody ordered here'.split(' ');
const sentence = (i: number) => `${Array.from({ length: 8 }, (_, n) => WORDS[(i * 7 + n * n) % WORDS.length]).join(' ')} ${i}`;
const fileOf = (rows: number, row: (i: number) => string, first = '') => first + Array.from({ length: rows }, (_, i) => row(i)).join('');

const FILES: Record<string, (rows: number) => string> = {
  'a.csv': (rows) => fileOf(rows, (i) => `"${sentence(i)}${i % 5 === 0 ? '\nin two lines' : ''}",${'abc'[i % 3]}\n`, 'text,label\n'),
  'a.jsonl': (rows) => fileOf(rows, (i) => `${JSON.stringify({ text: sentence(i), label: 'abc'[i % 3] })}\n`),
  'a.conll': (rows) =>
    fileOf(
      rows,
      (i) =>
        `${sentence(i)
          .split(' ')
          .map((word, n) => `${word} ${n === 3 ? 'B-PER' : 'O'}`)
          .join('\n')}\n\n`,
    ),
};

describe.each(Object.entries(FILES))('%s', (name, make) => {
  it('is read in many steps, and as in one go', async () => {
    const sources = [{ name, text: make(50_000) }];
    const steps = readSteps(sources, {});
    let turns = 0;
    for (let step = steps.next(); !step.done; step = steps.next()) turns++;
    expect(turns).toBeGreaterThan(50);
    const [patient, hasty] = [await inTurns(readSteps(sources, {}), undefined, 'Reading'), readDataset(sources)];
    expect(patient.train.length + patient.validation.length).toBe(50_000);
    expect(JSON.stringify(patient)).toBe(JSON.stringify(hasty));
  }, 120_000);

  it('is given up as soon as that is asked for', async () => {
    const { client, close } = connect(nodeHost());
    const cancel = new AbortController();
    // On the same thread: this is heard only where reading lets it.
    setTimeout(() => cancel.abort(), 100);
    const source = { kind: 'text', name, text: make(100_000) } as const;
    await expect(client.call('loadDataset', { source }, { signal: cancel.signal })).rejects.toMatchObject({
      code: 'aborted',
      message: 'Reading the files was cancelled.',
    });
    close();
  }, 120_000);
});

it('a row that is longer than what is read in a step is one row all the same, and so is one with a mark that is never closed', () => {
  const long = 'word '.repeat(600_000);
  const { train, problems } = readDataset([{ name: 'a.csv', text: `text,label\nfirst one,a\n"${long}\n,",b\n"open,a\nlast one,b\n` }], {
    validationShare: 0,
  });
  expect(train.map(({ text }) => text)).toEqual(['first one', `${long}\n,`, '"open', 'last one']);
  expect(problems.filter(({ line }) => line).map(({ line, message }) => `${line}: ${message}`)).toEqual([
    '5: a quotation mark is never closed; the line is read as it is',
  ]);
});
