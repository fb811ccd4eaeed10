/** A head with its config and its values: what a model holds one of for every task. */
import type { CpuTensor, Ops } from '../ops';
import { type HeadType, initialise } from './head';
import { type HeadConfig, headType } from './registry';

export interface Head {
  /** The task's name in the model: `taskA`, `taskB`, or whatever it was given. */
  name: string;
  type: HeadType<HeadConfig, unknown>;
  config: HeadConfig;
  /** Columns of its logits. */
  outputs: number;
  parameters: Map<string, CpuTensor>;
}

/** What a head must know of the encoder below it. */
export interface EncoderShape {
  hiddenSize: number;
  /** Hidden states there are: one a layer, and the embeddings below them. */
  layers: number;
}

/**
 * @throws TandemError `bad-input` for an unknown type or a config that makes no sense
 */
export function createHead(name: string, config: HeadConfig, { hiddenSize, layers }: EncoderShape, seed: number): Head {
  const type = headType(config.type);
  type.check(config);
  const specs = type.parameters(config, hiddenSize, layers);
  return { name, type, config, outputs: type.outputs(config), parameters: initialise(specs, seed, name) };
}

/** Which hidden states a head reads. */
export const layersOf = ({ type, config }: Head): 'last' | 'all' => type.layers?.(config) ?? 'last';

/**
 * Logits of one head.
 *
 * @param features pooled vectors [B, H] or token states [B·L, H], whichever the head's level asks for
 * @param place puts a parameter where the backend computes
 */
export function forwardHead<T>(head: Head, ops: Ops<T>, features: T, place: (parameter: CpuTensor) => T): T {
  const parameter = (name: string) => {
    const found = head.parameters.get(name);
    if (!found) throw new RangeError(`head ${head.name} has no parameter ${name}`);
    return place(found);
  };
  return head.type.forward(ops, parameter, features, head.config);
}
