/** A word piece: offsets are UTF-16 indices into the text, `word` counts words from 0. */
export interface Piece {
  id: number;
  start: number;
  end: number;
  word: number;
}
