/** A text as a head sees it: its word pieces and their places. */

import type { Piece } from '../tokenizer/piece';

/** What a head may know of an example when it puts its outputs into words, or gold into targets. */
export interface ReadText {
  /** The whole text, also where its end was not read. */
  text: string;
  /** The second text of a pair, or the question. */
  other?: string;
  /** Word pieces that were read, without special tokens and without those of `other`. */
  pieces: Piece[];
  /** The data set's own words, flat offsets; for metrics that count words. */
  words?: Uint32Array;
}
