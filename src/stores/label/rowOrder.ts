/** Rows in an order other than that of the files. */
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
  const chosen = new Set(Array.from(first).filter((row) => row >= 0 && row < total));
  const rows = new Uint32Array(total);
  rows.set([...chosen]);
  for (let row = 0, place = chosen.size; row < total; row++) if (!chosen.has(row)) rows[place++] = row;
  const places = new Uint32Array(total);
  for (const [place, row] of rows.entries()) places[row] = place;
  return { title, rows, places, first: chosen.size };
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
  return { ...orderOf(title, [...gone, ...Array.from(next.rows)], total), drawn };
}
