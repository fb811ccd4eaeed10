/**
 * Broken files: whatever is done to a file of any format, it is read or refused with a TandemError, and neither takes long.
 * MUTATED_RUNS says how many files are tried; MUTATED_SEED tries the same ones again.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { TandemError } from '../errors';
import { cpuTime } from '../testing/cpuTime';
import { lines, MUTATED_FILES, mutatedFile, mutation } from '../testing/mutatedData';
import { workbook } from '../testing/workbook';
import { decodeFiles } from './decodeFile';
import { parquet } from './formats/parquet/parquet';
import { readDataset } from './readDataset';

const RUNS = Number(process.env.MUTATED_RUNS ?? 1000);
const LONGEST_MS = 5000;

/** Reads it, or gives what it was refused with. */
async function attempt(files: File[]): Promise<unknown> {
  try {
    return readDataset(await decodeFiles(files));
  } catch (thrown) {
    return thrown;
  }
}

function expectReadOrRefused(result: unknown): void {
  if (result instanceof Error) {
    expect(result).toBeInstanceOf(TandemError);
    expect(result.message).toMatch(/[.?!]$/);
    // What a library or the engine says by itself helps nobody.
    expect(result.message).not.toMatch(/is not a function|of undefined|of null|undefined is not|call stack/i);
    return;
  }
  const { train, validation, test, questions } = result as ReturnType<typeof readDataset>;
  const rows = [...train, ...validation, ...test];
  for (const { text, labels } of rows) {
    expect(typeof text === 'string' && text.trim() !== '').toBe(true);
    for (const label of Object.values(labels)) {
      if (!Array.isArray(label)) continue;
      for (const part of label)
        if (typeof part === 'object') expect(part.start >= 0 && part.start < part.end && part.end <= text.length).toBe(true);
    }
  }
  for (const { answer, options, names } of questions) expect(names || options.some(({ value }) => value === answer)).toBe(true);
}

describe('a mutated file', () => {
  it('every file is read as it is', async () => {
    for (const [name, text] of MUTATED_FILES) {
      const result = await attempt([new File([text], name)]);
      expect([name, result instanceof Error ? result.message : 'read']).toEqual([name, 'read']);
    }
  });

  it(`is read or refused, within seconds (${RUNS} files)`, { timeout: 20 * RUNS + 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async (mutated) => {
        const start = cpuTime();
        expectReadOrRefused(await attempt([mutatedFile(mutated)]));
        expect(cpuTime() - start).toBeLessThan(LONGEST_MS);
      }),
      { numRuns: RUNS, ...(process.env.MUTATED_SEED ? { seed: Number(process.env.MUTATED_SEED) } : {}) },
    );
  });

  it('bits of Parquet files and workbooks: they are read or refused', { timeout: 20 * RUNS + 60_000 }, async () => {
    const rows = Array.from({ length: 6 }, (_, i) => ({
      text: `text ${i}`,
      split: 'train' as const,
      labels: { label: i % 2 ? 'a' : 'b' },
    }));
    const written = await parquet.writer?.write(
      { name: 'a', columns: [{ name: 'label', values: 'names' }], rows, predicted: false },
      () => undefined,
    );
    const table = written?.find(({ path }) => path.endsWith('.parquet'));
    const book = workbook({ Sheet1: [['text', 'label'], ...rows.map(({ text, labels }) => [text, labels.label])] });
    const files = await Promise.all(
      [new File(table?.parts ?? [], 'a.parquet'), book].map(async (file) => ({
        name: file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })),
    );
    const flips = fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.nat(1), flips, fc.option(fc.nat(5000)), async (which, changes, length) => {
        const { name, bytes } = files[which];
        const broken = bytes.slice(0, length ?? undefined);
        for (const [at, flip] of changes) broken[at % Math.max(1, broken.length)] ^= flip;
        const start = cpuTime();
        expectReadOrRefused(await attempt([new File([broken], name)]));
        expect(cpuTime() - start).toBeLessThan(LONGEST_MS);
      }),
      { numRuns: RUNS / 4 },
    );
  });

  const sound = 'b b b b b b b b b b b b b b b b b b b b b b b b,y\n'.repeat(100_000);
  /** A slow machine takes longer: three times what it needs for 5 MB with nothing wrong. */
  let longest = LONGEST_MS;
  beforeAll(async () => {
    const start = cpuTime();
    await attempt([new File([`text,label\n${sound}`], 'a.csv')]);
    longest = Math.max(LONGEST_MS, 3 * (cpuTime() - start));
  });

  const deep = (count: number, open: string, close: string) => open.repeat(count) + close.repeat(count);
  it.each<[string, string, () => string]>([
    ['lists 100,000 deep', 'a.json', () => deep(100_000, '[', ']')],
    ['objects 10,000 deep', 'a.jsonl', () => lines({ text: 'a', label: 'b' }) + deep(10_000, '{"a":', '}').replace('}', '1}')],
    ['labels 10,000 deep', 'a.jsonl', () => `{"text":"a","label":${deep(10_000, '[', ']')}}\n`],
    ['YAML 10,000 deep', 'nlu.yml', () => `nlu: ${deep(10_000, '[', ']')}`],
    ['one line of 10 MB', 'a.jsonl', () => lines({ text: 'a b '.repeat(2_500_000), label: 'x' }, { text: 'c', label: 'y' })],
    ['one cell of 10 MB', 'a.csv', () => `text,label\n"${'a, '.repeat(3_300_000)}",x\nb,y\n`],
    ['an open quotation mark before 5 MB', 'a.csv', () => `text,label\n"a,x\n${sound}`],
    ['many open quotation marks', 'a.csv', () => `text,label\n${'"a,x\n'.repeat(20_001)}`],
    ['200,000 blanks', 'a.txt', () => `${' '.repeat(200_000)}x\nb\n`],
    ['a CSV with 100,000 columns', 'a.csv', () => `${Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',')}\n${'x,'.repeat(99_999)}y\n`],
    ['5,000 classes', 'a.csv', () => `text,label\n${Array.from({ length: 20_000 }, (_, i) => `text number ${i},class ${i % 5000}`).join('\n')}`],
    ['20,000 spans in a text', 'a.jsonl', () => lines({ text: 'ab '.repeat(20_000), spans: Array.from({ length: 20_000 }, (_, i) => ({ start: 3 * i, end: 3 * i + 2, label: 'X' })) })],
    ['brackets that never close', 'a.json', () => `[${'{"a":"'.repeat(100_000)}`],
    ['words of one sentence', 'a.conll', () => 'word O\n'.repeat(300_000)],
  ])('%s', { timeout: 60_000 }, async (_, name, make) => {
    const file = new File([make()], name);
    const start = cpuTime();
    expectReadOrRefused(await attempt([file]));
    expect(cpuTime() - start).toBeLessThan(longest);
  }); // biome-ignore format: one case per line
});
