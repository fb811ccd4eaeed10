/** Embedding sets, which stay in the worker. */
import type { Similarity } from '../../model/sentence/texts';
import type { PromptChoice } from './models';

/** Embeds a whole text or file into a set that stays in the worker. */
export interface EmbedParams extends PromptChoice {
  handle: number;
  /** Texts of a data set are those of all its rows, of pairs the first ones. */
  source: { kind: 'lines'; lines: string[] } | { kind: 'dataset'; dataset: number };
  batchSize?: number;
}

/** An embedding set that stays in the worker; calls name it by its number. */
export interface EmbeddingSetInfo {
  /** Its number. */
  set: number;
  /** Sentences in it. */
  count: number;
  /** Values of an embedding. */
  size: number;
  /** By which its rows are compared. */
  similarity: Similarity;
  /** What was put before every sentence, and its name where the model has it. */
  prompt: string;
  /** The name of that prompt. */
  promptName?: string;
  /** Sentences that were longer than the model’s limit. */
  truncated: number;
  /** That embedding took. */
  seconds: number;
  /** True when the job was stopped; what was embedded by then is there. */
  stopped: boolean;
  /** Why it stopped, where storage had no room for more. */
  full?: string;
}
