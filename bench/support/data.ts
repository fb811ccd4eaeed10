/** Real sentences from the shared data beside the checkout, in their natural order; undefined where there is none. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import papaparse from 'papaparse';
import { Random } from '../../src/random';

const SHARED = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

export function snips(count: number): string[] | undefined {
  return lines('snips/train/seq.in')?.slice(0, count);
}

export function crossner(count: number): string[] | undefined {
  return lines('joint4x7_crossner/dev.jsonl')
    ?.slice(0, count)
    .map((line) => (JSON.parse(line) as { tokens: string[] }).tokens.join(' '));
}

/** Lines of `sentence,sentence,score` of STS-B, without a header; undefined where the data is not there. */
export const scoredPairs = (): string[] | undefined => lines('stsb/stsb-en-dev.csv');

function lines(path: string, encoding: BufferEncoding = 'utf8'): string[] | undefined {
  const file = SHARED + path;
  return existsSync(file) ? readFileSync(file, encoding).split('\n').filter(Boolean) : undefined;
}

/** A sentence with its tags, and its class where the data has classes. */
export interface TaggedRow {
  tokens: string[];
  tags: string[];
  label?: string;
}

/**
 * Rows of `snips`, `joint4x7_crossner` or `btc` in a fixed order that has nothing to do with the file's; undefined where the data is
 * not there.
 */
export function tagged(folder: string, split: 'train' | 'dev'): TaggedRow[] | undefined {
  const records = lines(`${folder}/${split}.jsonl`)?.map((line) => JSON.parse(line) as TaggedRow);
  const [texts, tags, labels] = ['seq.in', 'seq.out', 'label'].map((name) => lines(`${folder}/${split}/${name}`));
  const rows =
    records ?? (labels && texts?.map((text, i) => ({ tokens: words(text), tags: words(tags?.[i] ?? ''), label: labels[i].trim() })));
  let state = 7;
  const keyed = rows?.map((row) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return { state, row };
  });
  return keyed?.sort((a, b) => a.state - b.state).map(({ row }) => row);
}

const words = (line: string) => line.split(/\s+/).filter(Boolean);

/** A text with its class. */
export interface LabelledText {
  text: string;
  label: string;
}

/** Rows of `trec`, `sst2`, `snips` or `banking77`; undefined where the data is not there. */
export function labelledTexts(name: string): LabelledText[] | undefined {
  if (name === 'snips') return tagged('snips', 'train')?.map(({ tokens, label = '' }) => ({ text: tokens.join(' '), label }));
  if (name === 'banking77') {
    const table = lines('banking77/train.csv')?.join('\n');
    if (table === undefined) return undefined;
    const { data } = papaparse.parse<{ text: string; category: string }>(table, { header: true, skipEmptyLines: true });
    return data.map(({ text, category }) => ({ text: text.trim(), label: category }));
  }
  if (name === 'trec') return lines('trec/TREC.train.label.raw', 'latin1')?.map((line) => splitAt(line, line.split(':')[0]));
  return lines('sst2/stsa.binary.train')?.map((line) => splitAt(line, line[0]));
}

const splitAt = (line: string, label: string): LabelledText => ({ text: line.slice(line.indexOf(' ') + 1), label });

/** So many rows of every class, by the seed, and those that are left, in an order by chance. */
export function drawn(rows: LabelledText[], perClass: number, seed: number): Record<'taken' | 'left', LabelledText[]> {
  const random = new Random(seed + 1);
  const order = rows.map((row) => ({ row, at: random.next() })).sort((a, b) => a.at - b.at);
  const counts = new Map<string, number>();
  const [taken, left]: LabelledText[][] = [[], []];
  for (const { row } of order) {
    const count = counts.get(row.label) ?? 0;
    counts.set(row.label, count + 1);
    (count < perClass ? taken : left).push(row);
  }
  return { taken, left };
}
