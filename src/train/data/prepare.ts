/** From a data set and a model to features and encoded splits: what stands before the first step. */
import type { Example, SplitName } from '../../data/dataset';
import type { Encoder } from '../../inference/encoder';
import type { EncodedText, ReadingOptions } from '../../inference/reading';
import { featuresOf, type Head } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import { type EncodedSplit, encodeSplitSlowly } from './encodedSplit';
import type { CachedTexts, FeatureCache } from './featureCache';
import { FeatureTable, type Kept } from './featureTable';

/** A split with the features that its tasks read. */
export interface PreparedSplit {
  examples: Example[];
  encoded: EncodedSplit;
  features: FeatureTable;
}

export interface PrepareJob {
  signal: AbortSignal;
  /** The layer before the last is pooled as well. Default: false. */
  pooledBefore?: boolean;
  /** Examples done of those of all splits, each counted once. */
  onProgress(done: number): void;
}

/** @param splits with their examples; of those that are evaluated, texts are kept */
export async function prepareSplits<Name extends SplitName>(
  encoder: Encoder,
  examples: Record<Name, Example[]>,
  heads: Head[],
  reading: ReadingOptions,
  cache: FeatureCache,
  { signal, pooledBefore, onProgress }: PrepareJob,
): Promise<Record<Name, PreparedSplit>> {
  const prepared: Partial<Record<Name, PreparedSplit>> = {};
  const needed = neededBy(heads);
  let before = 0;
  for (const [name, rows] of Object.entries(examples) as [Name, Example[]][]) {
    const kept: Kept[] = [];
    for (const [i, { view, tokens }] of needed.entries()) {
      const share = (done: number) => onProgress(before + (rows.length * i + Math.min(done, rows.length)) / needed.length);
      const texts = cachedTexts(encoder, rows, view, reading);
      kept.push({ view, tokens, features: await cache.get(encoder, texts, tokens, { signal, pooledBefore, onProgress: share }) });
    }
    before += rows.length;
    const read = (example: Example, view: View) => encoder.read(example, view, reading);
    prepared[name] = {
      examples: rows,
      encoded: await encodeSplitSlowly(rows, heads, read, name !== 'train', signal),
      features: new FeatureTable(kept),
    };
  }
  return prepared as Record<Name, PreparedSplit>;
}

/** What heads read, each once: pooled vectors come with every kind of token states. */
export function neededBy(heads: Head[]): { view: View; tokens: 'none' | 'last' | 'all' }[] {
  const wanted = heads.flatMap((head) =>
    featuresOf(head).map(({ view, what }) => ({ view, tokens: what === 'sentence' ? ('none' as const) : what })),
  );
  const unique = wanted.filter((one, i) => wanted.findIndex((other) => other.view === one.view && other.tokens === one.tokens) === i);
  return unique.filter(({ view, tokens }) => tokens !== 'none' || !unique.some((other) => other.view === view && other.tokens !== 'none'));
}

/** Examples as the cache knows them. */
export function cachedTexts(encoder: Encoder, examples: Example[], view: View, reading: ReadingOptions): CachedTexts {
  const texts = (signal?: AbortSignal): Promise<EncodedText[]> => encoder.readAll(examples, view, reading, signal);
  const inputs = examples.map((example) => inputOf(example, view));
  return { key: JSON.stringify([view, reading, inputs]), texts, count: examples.length };
}

/** What is read of an example in a view. */
export const inputOf = ({ text, other }: Example, view: View) => (view === 'text' ? text : view === 'other' ? other : [other, text]);
