/** A data set in memory: texts with any number of labels each, in three splits. */
import type { LabelColumn } from './labelColumns';

/** A labelled stretch of a text. Offsets are UTF-16 indices: `text.slice(start, end)`. */
export interface Span {
  /** Index of its first character. */
  start: number;
  /** Index behind its last character. */
  end: number;
  /** Its type. */
  label: string;
}

/** What one task knows of a text: a name, several names, a number, or stretches of it. */
export type Label = string | string[] | number | Span[];

/** Labels by task, or by column while a file is being read. Without a prototype: people name tasks as they like. */
export type Labels = Record<string, Label>;

/**
 * A text and what is known of it. A missing label is unknown: it is left out of its task's loss and metrics,
 * never counted as a class or as "no entity".
 */
export interface Example {
  /** As it was read. */
  text: string;
  /** The second text of a pair, or the question that is asked of the first. */
  other?: string;
  /** By column. */
  labels: Labels;
  /** Labels with a name that no training row has: they are shown and saved, but no task knows them. */
  unseen?: Labels;
  /** The file's own words, where it has any, as UTF-16 offsets, flat: [start₀, end₀, start₁, end₁, …]. */
  words?: Uint32Array;
}

/** Something in a file that a person should know of. */
export interface Problem {
  /** `error`: the row or a label of it was left out. `warning`: it was taken, but look at it. */
  severity: 'error' | 'warning';
  /** Name of the file it is in. */
  file: string;
  /** Counted from 1; absent when the whole file is meant. */
  line?: number;
  /** What is wrong, in a sentence. */
  message: string;
  /** Rows of what sort it is about, where they can be found again. */
  about?: 'conflicts' | 'copies';
}

export const SPLITS = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];

/** `test` is never trained on and chooses nothing. */
export interface Dataset extends Record<SplitName, Example[]> {
  name: string;
  /** What the labels of the examples are, one entry for each name that occurs in them. */
  columns: LabelColumn[];
  problems: Problem[];
}

/** Inherits nothing. Engines keep millions of such objects small, which they do not for those without any prototype. */
class Bare {}
Object.setPrototypeOf(Bare.prototype, null);
delete (Bare.prototype as { constructor?: unknown }).constructor;

/** A record for names that people choose: `__proto__` and `constructor` are names like any other. */
export const emptyLabels = (): Labels => new Bare() as Labels;
