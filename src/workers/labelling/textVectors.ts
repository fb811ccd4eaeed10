/** What suggestions read of a text: two layers of models that are small enough for it. */
import type { Encoder, RunOptions, TextFeatures } from '../../inference/encoder';
import type { EncodedText } from '../../inference/reading';
import { readsTwoLayers } from '../../inference/readsTwoLayers';
import { twoLayers } from '../../tasks/shared/unlabelled/twoLayers';

/** @param tokens whose states are wanted besides */
export async function textVectors(
  encoder: Encoder,
  texts: EncodedText[],
  tokens: 'none' | 'last' | 'all',
  options: RunOptions = {},
): Promise<TextFeatures> {
  const { pooledBefore, ...read } = await encoder.features(texts, tokens, { ...options, pooledBefore: readsTwoLayers(encoder) });
  return pooledBefore ? { ...read, pooled: twoLayers(read.pooled, pooledBefore, read.pooled.length / texts.length) } : read;
}
