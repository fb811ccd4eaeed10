/**
 * Which of an encoder's parameters learn, and how fast: the top layers first (Howard & Ruder, 2018, ULMFiT),
 * each layer below at a rate that is a factor lower.
 */
import type { EncoderParameter } from '../architectures/parameters';
import type { ParameterGroup } from './optim/optimizer';

export interface Unfreeze {
  /** How many layers learn, counted from the top. */
  layers: number | 'all';
  /** Whether the embeddings learn as well; only together with all layers. Default: false. */
  embeddings?: boolean;
}

export interface EncoderRates {
  /** Of the top layer. */
  learningRate: number;
  weightDecay: number;
  /** Factor from each layer to the one below it, in (0, 1]. */
  layerDecay: number;
}

/** @param layers of the model @returns the lowest depth that learns; layers + 1 where none does */
export function lowestOpen({ layers: open, embeddings = false }: Unfreeze, layers: number): number {
  const count = open === 'all' ? layers : Math.min(open, layers);
  return count === layers && embeddings ? 0 : layers + 1 - count;
}

/** Which of {@link encoderGroups} a parameter is in. */
export const encoderGroupOf = ({ depth, decays }: Pick<EncoderParameter, 'depth' | 'decays'>): number => 2 * depth + Number(!decays);

/**
 * Two groups per depth, from the embeddings to the top layer: what decays, and what does not.
 *
 * @param layers of the model
 */
export function encoderGroups(layers: number, { learningRate, weightDecay, layerDecay }: EncoderRates): ParameterGroup[] {
  return Array.from({ length: layers + 1 }, (_, depth) => depth).flatMap((depth) => {
    const rate = learningRate * layerDecay ** (layers - depth);
    return [
      { of: { depth }, learningRate: rate, weightDecay },
      { of: { depth }, learningRate: rate, weightDecay: 0 },
    ];
  });
}
