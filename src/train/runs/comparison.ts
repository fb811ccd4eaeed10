/** What training did to the embeddings: the same sentences before and after, on one map, and how alike they are. */
import { PCA } from 'ml-pca';

export interface ComparedSentence {
  text: string;
  label?: string;
  /** On the first two principal axes of both states together. */
  before: [number, number];
  after: [number, number];
}

export interface ComparedPair {
  first: string;
  second: string;
  /** Cosines. */
  before: number;
  after: number;
}

export interface Comparison {
  /** Whose texts these are: the training rows', where there were none to validate. Absent in older runs. */
  split?: 'train' | 'validation';
  sentences: ComparedSentence[];
  /** Mean cosine of two sentences, before and after: of one class, of two, and of any. */
  similarity: Partial<Record<'within' | 'between' | 'any', [before: number, after: number]>>;
  /** The pairs whose cosine changed most, either way. */
  pairs: ComparedPair[];
}

const PAIRS = 8;

/** @param before [sentences, hidden]; @param after likewise */
export function compare(
  sentences: { text: string; label?: string }[],
  before: Float32Array,
  after: Float32Array,
  hidden: number,
): Comparison | undefined {
  const count = sentences.length;
  if (count < 3) return undefined;
  const rows = (data: Float32Array) => Array.from({ length: count }, (_, i) => unit(data.subarray(i * hidden, (i + 1) * hidden)));
  const [old, fresh] = [rows(before), rows(after)];
  const all = [...old, ...fresh].map((row) => Array.from(row));
  const pca = new PCA(all, { method: 'NIPALS', nCompNIPALS: 2 });
  const map = pca.predict(all, { nComponents: 2 }).to2DArray() as [number, number][];
  const pairs = sentences.flatMap((first, i) =>
    sentences.slice(i + 1).map((second, k) => {
      const j = i + 1 + k;
      const same = first.label !== undefined && second.label !== undefined ? first.label === second.label : undefined;
      return { first: first.text, second: second.text, same, before: dot(old[i], old[j]), after: dot(fresh[i], fresh[j]) };
    }),
  );
  const mean = (some: typeof pairs): [number, number] | undefined =>
    some.length === 0
      ? undefined
      : [some.reduce((sum, pair) => sum + pair.before, 0) / some.length, some.reduce((sum, pair) => sum + pair.after, 0) / some.length];
  const groups = {
    within: mean(pairs.filter(({ same }) => same === true)),
    between: mean(pairs.filter(({ same }) => same === false)),
    any: mean(pairs),
  };
  return {
    sentences: sentences.map((sentence, i) => ({ ...sentence, before: map[i], after: map[count + i] })),
    similarity: Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined)),
    pairs: [...pairs]
      .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
      .slice(0, PAIRS)
      .map(({ same: _, ...pair }) => pair),
  };
}

function unit(row: Float32Array): Float32Array {
  const norm = Math.sqrt(dot(row, row)) || 1;
  return row.map((value) => value / norm);
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
