/** What is written to a file: rows with labels, or with what a model predicted. */
import type { Labels, SplitName } from '../dataset';
import type { LabelColumn } from '../labelColumns';

export interface OutRow {
  text: string;
  /** The second text of a pair, or the question. */
  other?: string;
  /** The file's own words as UTF-16 offsets, flat. */
  words?: Uint32Array;
  /** Absent for predictions. */
  split?: SplitName;
  /** By column. */
  labels: Labels;
  /** Of predictions, by column: of the class; one per name of a list or per span; none of a number. In [0, 1]. */
  scores?: Record<string, number | number[]>;
}

export interface OutData {
  /** What a file is to be called, without an extension. */
  name: string;
  /** In the order in which they are written. */
  columns: Pick<LabelColumn, 'name' | 'values'>[];
  rows: OutRow[];
  /** Whether the labels are a model's. */
  predicted: boolean;
}

export interface OutFile {
  /** `train.jsonl`, `data/train.parquet`. */
  path: string;
  /** In pieces, as one string of a large file would be too long. */
  parts: (string | Uint8Array<ArrayBuffer>)[];
}

/** Rows by split, in the order train, validation, test; those without one together under `fallback`. */
export function bySplit(rows: OutRow[], fallback: string): Map<string, OutRow[]> {
  const groups = new Map<string, OutRow[]>();
  for (const name of ['train', 'validation', 'test', undefined]) {
    const own = rows.filter(({ split }) => split === name);
    if (own.length > 0) groups.set(name ?? fallback, own);
  }
  return groups;
}

/** Offsets in UTF-16 units to Unicode code points, as Python tools count them. */
export function toCodePoints(text: string): (offset: number) => number {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
  const counts = new Uint32Array(text.length + 1);
  let count = 0;
  for (let at = 0; at <= text.length; ) {
    counts[at] = count++;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return (offset) => counts[offset];
}
