/** Rows in an order other than that of the files. */
export interface RowOrder {
  /** The task whose answers are behind it. */
  task: string;
  /** Rows, by their places in the order. */
  rows: Uint32Array;
  /** Places in the order, by row. */
  places: Uint32Array;
}

export function orderOf(task: string, rows: Uint32Array): RowOrder {
  const places = new Uint32Array(rows.length);
  for (const [place, row] of rows.entries()) places[row] = place;
  return { task, rows, places };
}
