/**
 * What suggestions read of a text: its pooled vector plus that of the layer before the last. The last layer of a sentence encoder has
 * been trained to say what a text is about; the one before it still says how it is put (docs/measurements.md).
 */
import { normalise } from '../../explore/vectors';
import type { Encoder, RunOptions, TextFeatures } from '../../inference/encoder';
import type { EncodedText } from '../../inference/reading';
import { countParameters } from '../../model/weights';

/** What the layer before the last counts, both being of length 1. */
const BEFORE = 0.5;
/** A session that gives all layers holds the weights once more: of larger models the last layer is read alone. */
const MOST_PARAMETERS = 70e6;

export const readsTwoLayers = ({ shape, model }: Encoder): boolean =>
  !shape.lastOnly && model.config.numHiddenLayers > 1 && countParameters(model.config) <= MOST_PARAMETERS;

/** @param tokens whose states are wanted besides */
export async function textVectors(
  encoder: Encoder,
  texts: EncodedText[],
  tokens: 'none' | 'last' | 'all',
  options: RunOptions = {},
): Promise<TextFeatures> {
  const read = await encoder.features(texts, tokens, { ...options, pooledBefore: readsTwoLayers(encoder) });
  return { ...read, pooled: withBefore(read, texts.length) };
}

function withBefore({ pooled, pooledBefore }: TextFeatures, count: number): Float32Array<ArrayBuffer> {
  if (!pooledBefore) return pooled;
  const size = pooled.length / count;
  normalise({ data: pooled, count, size });
  normalise({ data: pooledBefore, count, size });
  return pooled.map((value, i) => value + BEFORE * pooledBefore[i]);
}
