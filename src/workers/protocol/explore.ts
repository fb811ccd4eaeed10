/** What the page asks of embedding sets and data sets to explore them. */

/** A name for every row of a set, by which points are coloured. */
export interface PointColumn {
  /** The task or column, or what else it says of rows. */
  title: string;
  role: 'label' | 'split' | 'prediction';
  /** The most frequent first. */
  names: string[];
  /** The place of each row's name; −1 for a row without one. */
  of: Int32Array;
}
