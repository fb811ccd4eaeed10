/** One line or cell of 10 MB, whatever it is made of, is read as what it is, and takes no longer than ten thousand lines do. */
import { describe, expect, it } from 'vitest';
import { repeatedRows } from '../labelling/repeatedRows';
import { cpuTime } from '../testing/cpuTime';
import { decodeFiles } from './decodeFile';
import { readDataset } from './readDataset';

const UNITS = 10_000_000;
/** Of the processor: as for any other file. */
const LONGEST_MS = 5000;
const of = (part: string) => part.repeat(UNITS / part.length);

const TEXTS = {
  prose: of('The brown fox, isn’t it, jumps over 27 lazy dogs. '),
  letters: of('a'),
  blanks: `a${of(' ')}b`,
  tabs: `a${of('\t')}b`,
  commas: of('1,'),
};
const OTHERS = Array.from({ length: 20 }, (_, i) => [`some other text here, number ${i}`, 'ab'[i % 2]]);

async function read(name: string, content: string) {
  const began = cpuTime();
  const { train, validation, test } = readDataset(await decodeFiles([new File([content], name)]));
  const rows = [...train, ...validation, ...test];
  repeatedRows(rows);
  expect(cpuTime() - began).toBeLessThan(LONGEST_MS);
  return rows;
}

describe.each(Object.entries(TEXTS))('10 MB of %s', (_, text) => {
  it('in a cell of CSV', async () => {
    const lines = [[text, 'a'], ...OTHERS].map((cells) => cells.map((cell) => `"${cell}"`).join(','));
    const rows = await read('a.csv', ['text,label', ...lines].join('\n'));
    expect(rows).toHaveLength(OTHERS.length + 1);
    expect(rows.find((row) => row.text.length > 1000)).toMatchObject({ labels: { label: 'a' } });
  });

  it('in a line of JSON', async () => {
    const rows = await read('a.jsonl', [[text, 'a'], ...OTHERS].map(([text, label]) => JSON.stringify({ text, label })).join('\n'));
    expect(rows).toHaveLength(OTHERS.length + 1);
    expect(rows.find((row) => row.text.length > 1000)).toMatchObject({ labels: { label: 'a' } });
  });

  it('in a line of text', async () => {
    const rows = await read('a.txt', [text, ...OTHERS.map(([other]) => other)].join('\n'));
    expect(rows).toHaveLength(OTHERS.length + 1);
  });
});
