/** A word piece: offsets are UTF-16 indices into the text, `word` counts words from 0. */
export interface Piece {
  /** In the vocabulary. */
  id: number;
  /** Index of its first character. */
  start: number;
  /** Index behind its last character. */
  end: number;
  /** Pieces of one word have the same number. */
  word: number;
}
