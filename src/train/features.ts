/** What a frozen encoder says of a split, computed once: later epochs and later runs never touch the encoder. */
export type { SentenceFeatures as Features } from '../inference/encoder';
