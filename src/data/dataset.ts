/** A data set in memory: sentences with a class, with token tags, with both, or with one of the two missing. */

/**
 * One sentence and what is known of it. A missing label is unknown: it is left out of its task's loss
 * and metrics, never counted as a class or as "O".
 */
export interface Example {
  text: string;
  /** The sentence's class (Task A). */
  label?: string;
  /** Words as UTF-16 offsets into the text, flat: [start₀, end₀, start₁, end₁, …]. There with `tags`. */
  words?: Uint32Array;
  /** IOB2, one a word (Task B). */
  tags?: string[];
}

/** Something in a file that a person should know of. */
export interface Problem {
  /** `error`: the row or its tags were left out. `warning`: it was taken, but look at it. */
  severity: 'error' | 'warning';
  file: string;
  /** Counted from 1; absent when the whole file is meant. */
  line?: number;
  message: string;
}

export type SplitName = 'train' | 'validation';

export interface Dataset {
  name: string;
  train: Example[];
  validation: Example[];
  /** Classes in alphabetical order. */
  labels: string[];
  /** `O` first, then each entity type's `B-X` and `I-X`, types in alphabetical order; only tags that occur. */
  tags: string[];
  problems: Problem[];
}
