/**
 * A head is one file: its parameters, its forward, and what its logits mean to a person. Heads know
 * nothing of each other, of the encoder, or of where they run.
 */

import { Random } from '../../random';
import type { CpuTensor, Ops } from '../ops';

/** A word piece of a sentence: offsets are UTF-16 indices into the text, `word` counts words from 0. */
export interface Piece {
  id: number;
  start: number;
  end: number;
  word: number;
}

/** What a head may know of a sentence when it puts its logits into words. */
export interface Sentence {
  text: string;
  /** Word pieces without special tokens. */
  pieces: Piece[];
}

export interface ParameterSpec {
  name: string;
  shape: number[];
  /** Inputs of the layer this belongs to; sets the bound of its first values. */
  fanIn: number;
  /** First value of all its elements, where they are not drawn. */
  fill?: number;
}

export interface HeadType<Config, Output> {
  /** The name by which a config asks for this head. */
  type: string;
  /** `sentence`: one row of features a sentence, its pooled vector. `token`: one row a token. */
  level: 'sentence' | 'token';
  /** @throws TandemError `bad-input` when the config makes no sense */
  check(config: Config): void;
  /** Columns of the logits. */
  outputs(config: Config): number;
  /** Which hidden states it reads: the last layer's, [rows, H], or all side by side, [rows, (layers + 1) · H]. Default: last. */
  layers?(config: Config): 'last' | 'all';
  /** @param layers hidden states a model has: its layers and the embeddings below them */
  parameters(config: Config, hiddenSize: number, layers: number): ParameterSpec[];
  /** [rows, features] → [rows, outputs] */
  forward<T>(ops: Ops<T>, parameter: (name: string) => T, features: T, config: Config): T;
  /**
   * @param logits [rows, outputs] of one sentence: one row, or one a word piece
   */
  decode(logits: Float32Array, sentence: Sentence, config: Config): Output;
}

/** A linear layer's two parameters. */
export function linearParameters(name: string, inFeatures: number, outFeatures: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [outFeatures, inFeatures], fanIn: inFeatures },
    { name: `${name}.bias`, shape: [outFeatures], fanIn: inFeatures },
  ];
}

/**
 * First values as torch.nn.Linear.reset_parameters draws them: uniform within ±1/√fanIn. Every
 * parameter has a generator of its own, keyed by seed, head and name, so that adding a head leaves
 * the others as they were.
 */
export function initialise(specs: ParameterSpec[], seed: number, headName: string): Map<string, CpuTensor> {
  return new Map(
    specs.map(({ name, shape, fanIn, fill }) => {
      const random = new Random(hash(`${seed}/${headName}/${name}`));
      const size = shape.reduce((a, b) => a * b, 1);
      const data = fill === undefined ? random.uniform(size, 1 / Math.sqrt(fanIn)) : new Float32Array(size).fill(fill);
      return [name, { shape, data }];
    }),
  );
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

/** Softmax of one row, shifted by its maximum. */
export function softmax(row: ArrayLike<number>): number[] {
  const values = Array.from(row);
  const max = Math.max(...values);
  const exps = values.map((v) => Math.exp(v - max));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((e) => e / sum);
}

/** Index of the largest value; the first of equals, as torch.argmax on the CPU. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
