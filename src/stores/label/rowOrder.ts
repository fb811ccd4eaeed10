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
