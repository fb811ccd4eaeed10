/**
 * Which of an encoder's parameters learn, and how fast: the top layers first (Howard & Ruder, 2018, ULMFiT),
 * each layer below at a rate that is a factor lower. Biases and LayerNorm are left out of weight decay, as is
 * customary.
 */
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

/** Where a parameter lies: the embeddings at 0, layer i at i + 1. */
export function depthOf(name: string): number {
  const layer = /^encoder\.layer\.(\d+)\./.exec(name);
  return layer ? Number(layer[1]) + 1 : 0;
}

/** @param layers of the model @returns the lowest depth that learns; layers + 1 where none does */
export function lowestOpen({ layers: open, embeddings = false }: Unfreeze, layers: number): number {
  const count = open === 'all' ? layers : Math.min(open, layers);
  return count === layers && embeddings ? 0 : layers + 1 - count;
}

/** Whether weight decay applies: not to biases and not to LayerNorm. */
const decays = (name: string) => !name.endsWith('.bias') && !name.includes('LayerNorm');

/** Which of {@link encoderGroups} a parameter is in. */
export const encoderGroupOf = (name: string): number => 2 * depthOf(name) + Number(!decays(name));

/**
 * Two groups a depth, from the embeddings to the top layer: what decays, and what does not.
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
