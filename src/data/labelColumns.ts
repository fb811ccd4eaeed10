/** What a column of labels holds, by its values: from this a task kind tells whether the column is for it. */

export interface LabelColumn {
  /** As the file calls it; `class`, `entities`, … where the format has no names. */
  name: string;
  /**
   * `names`: one name per row. `lists`: several names per row, or a group of 0/1 columns. `numbers`: numbers, whole or not.
   * `spans`: labelled stretches of the text. `answers`: stretches of the text that answer `other`.
   */
  values: 'names' | 'lists' | 'numbers' | 'spans' | 'answers';
  /** Rows that have a value. */
  count: number;
  /** Different values, or different names in lists and spans. */
  distinct: number;
  /** Whether its rows have a second text. */
  pairs: boolean;
}
