/** Rows in an order other than that of the files. */
import type { KeptOrder } from '../../project/labels';

export interface RowOrder {
  /** What puts them in it, in words. */
  title: string;
  /** Rows, by their places in the order. */
  rows: Uint32Array;
  /** Places in the order, by row. */
  places: Uint32Array;
  /** Rows that were put first; the others follow as the files have them. */
  first: number;
  /** Rows that are in it by chance. */
  drawn?: ReadonlySet<number>;
}

/**
 * @param first rows that come first, each once
 * @param total of rows: those that are not among the first follow
 */
export function orderOf(title: string, first: ArrayLike<number>, total: number): RowOrder {
  const rows = new Uint32Array(total);
  const places = new Uint32Array(total);
  const isChosen = new Uint8Array(total);
  let place = 0;
  const put = (row: number) => {
    places[row] = place;
    rows[place++] = row;
  };
  for (let i = 0; i < first.length; i++) {
    const row = first[i];
    if (!(row >= 0 && row < total) || isChosen[row]) continue;
    isChosen[row] = 1;
    put(row);
  }
  const chosen = place;
  for (let row = 0; row < total; row++) if (!isChosen[row]) put(row);
  return { title, rows, places, first: chosen };
}

/**
 * The same order up to a row, and other rows behind it: where a person has been stays as it was.
 *
 * @param next rows that come next; those that came before are passed by
 */
export function continued(
  before: RowOrder | undefined,
  position: number,
  title: string,
  next: { rows: ArrayLike<number>; drawn: Iterable<number> },
  total: number,
): RowOrder {
  const gone = before ? before.rows.subarray(0, before.places[position] + 1) : [position];
  const drawn = new Set(next.drawn);
  if (before?.drawn?.has(position)) drawn.add(position);
  const first = new Float64Array(gone.length + next.rows.length);
  first.set(gone);
  first.set(next.rows, gone.length);
  return { ...orderOf(title, first, total), drawn };
}

/** Rows before the one that is looked at that are kept of an order that is made anew with every label. */
const LONGEST_WAY = 100;

/** What outlasts a reload; of a queue, where a person has been: what comes next in it is ranked anew. */
export function keptOrder({ title, rows, places, first, drawn }: RowOrder, position: number): KeptOrder {
  if (!drawn) return { title, first: rows.slice(0, first), rows: rows.length };
  const place = places[position];
  const way = rows.slice(Math.max(0, place - LONGEST_WAY), place + 1);
  return { title, first: way, drawn: Array.from(way).filter((row) => drawn.has(row)), rows: rows.length };
}

/** @returns undefined where there are other rows by now */
export function orderAsKept({ title, first, drawn, rows }: KeptOrder, total: number): RowOrder | undefined {
  return rows === total ? { ...orderOf(title, first, total), ...(drawn ? { drawn: new Set(drawn) } : {}) } : undefined;
}
