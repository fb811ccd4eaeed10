/** Nothing that is written as CSV begins a cell as a formula, whoever writes it; and what the page wrote, it reads as it was. */
import { readdirSync, readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { EmbeddingSet } from '../../../embeddings/embeddingSet';
import { exportRows } from '../../../embeddings/exportRows';
import { exportEmbeddings } from '../../../embeddings/formats';
import { figures } from '../../../exports/figures';
import type { TrainedModel } from '../../../exports/target';
import { memoryVectorStore } from '../../../storage/vectorStore';
import { exportFiles } from '../../../workers/exportFiles';
import { emptyLabels, SPLITS } from '../../dataset';
import { decodeFiles } from '../../decodeFile';
import { readDataset } from '../../readDataset';
import { FORMATS } from '../registry';
import { guard, unguard } from './guard';

const DANGEROUS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1+1', '\r=1+1', '\n=1+1', '=HYPERLINK("http://evil.example")', "'=1+1", "''@a"];
const HARMLESS = ['a=1', "'tis", 'plain', ''];

/** Of every cell that is not a number, the ones that a spreadsheet would run. */
function runnable(csv: string): string[] {
  const { data } = Papa.parse<string[]>(csv);
  expect(data.length).toBeGreaterThan(1);
  return data.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell) && !Number.isFinite(Number(cell)));
}

it('an apostrophe comes and goes', () => {
  for (const cell of DANGEROUS) {
    expect(guard(cell)).toBe(`'${cell}`);
    expect(unguard(guard(cell))).toBe(cell);
  }
  for (const cell of HARMLESS) expect(guard(cell)).toBe(cell);
});

describe('what is written', () => {
  const labels = Object.assign(emptyLabels(), { '=topic': '@home' });
  const rows = DANGEROUS.map((text) => ({ text, split: 'train' as const, labels }));
  const data = { name: 'set', columns: [{ name: '=topic', values: 'names' as const }], rows, predicted: false };

  const written = FORMATS.flatMap(({ name, writer }) => (writer && name !== 'conll' ? [name] : []));
  it.each(written)('data sets as %s', async (name) => {
    const { blob, name: file } = await exportFiles(data, name);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const files = file.endsWith('.zip') ? unzipSync(bytes) : { [file]: bytes };
    const tables = Object.entries(files).filter(([path]) => /\.(csv|tsv)$/.test(path));
    if (name === 'csv') expect(tables).toHaveLength(1);
    for (const [, table] of tables) expect(runnable(new TextDecoder().decode(table))).toEqual([]);
  });

  it('predictions, with scores', async () => {
    const { blob } = await exportFiles(
      { ...data, predicted: true, rows: rows.map((row) => ({ ...row, scores: { '=topic': 0.5 } })) },
      'csv',
    );
    expect(runnable(await blob.text())).toEqual([]);
  });

  it('embeddings, whose texts are read back as they were', async () => {
    const set = new EmbeddingSet(memoryVectorStore(), 2);
    // A return of its own becomes a line feed wherever a text is read.
    const texts = [...DANGEROUS, ...HARMLESS].filter((text) => text !== '' && !/[\r\n]/.test(text));
    set.append(texts, {
      data: new Float32Array(2 * texts.length).fill(-0.5),
      tokens: texts.map(() => 1),
      truncated: texts.map(() => false),
    });
    const csv = await exportEmbeddings(set, 'csv').text();
    expect(runnable(csv)).toEqual([]);
    expect(csv).toContain(',-0.5,-0.5\r\n');
    const files = await decodeFiles([new File([csv], 'embeddings.csv')]);
    const read = readDataset(files);
    expect(
      SPLITS.flatMap((split) => read[split])
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(texts.toSorted());
  });

  it('chosen rows, with names that people gave', async () => {
    const set = new EmbeddingSet(memoryVectorStore(), 1);
    set.append(DANGEROUS, {
      data: new Float32Array(DANGEROUS.length),
      tokens: DANGEROUS.map(() => 1),
      truncated: DANGEROUS.map(() => false),
    });
    const rows = Uint32Array.from(DANGEROUS, (_, i) => i);
    const columns = [{ title: '=label', names: DANGEROUS, of: Int32Array.from(rows) }];
    expect(runnable(await exportRows(set, { rows, format: 'csv', columns }).text())).toEqual([]);
  });

  it('figures of a run', async () => {
    const values = { '=metric': -1 };
    const run = {
      metrics: { '=task': values },
      history: [{ epoch: 1, train: { losses: { '@task': 0.5 } }, validation: { '=task': values } }],
      answers: { '+task': DANGEROUS.map((text) => ({ text, gold: text, answer: text })) },
    };
    const files = await figures.files({ run } as unknown as TrainedModel);
    const tables = files.filter(({ path }) => path.endsWith('.csv'));
    expect(tables).toHaveLength(3);
    for (const file of tables) expect(runnable('bytes' in file ? new TextDecoder().decode(file.bytes) : '')).toEqual([]);
  });
});

it('no other file writes separated values', () => {
  const writers = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.startsWith('testing'))
    .filter((path) => /Papa\.unparse|'text\/csv'/.test(readFileSync(`src/${path}`, 'utf8')));
  expect(writers.toSorted()).toEqual([
    'data/formats/csv/csvWriter.ts',
    'embeddings/exportRows.ts',
    'embeddings/formats.ts',
    'exports/figures.ts',
  ]);
});
