/**
 * The parameters of an encoder: names, shapes, depths. Nobody lists them: they are what its forward asks for, which is
 * walked once with widths in place of tensors.
 */
import type { AttentionLayer, EncoderConfig, EncoderOps } from './architecture';
import { architectureOf } from './registry';

export interface EncoderParameter {
  /** As Hugging Face has it, without any prefix: `encoder.layer.0.attention.self.query.weight`. */
  name: string;
  /** Linear weights are [out, in], as PyTorch keeps them. */
  shape: number[];
  /** Where it learns: the embeddings at 0, layer i at i + 1; what layers share, with the lowest of them. */
  depth: number;
  /** The highest depth that reads it: above its own where layers share it. */
  readUpTo: number;
  /** Whether weight decay applies: not to biases and norms, as is customary. */
  decays: boolean;
}

/** Parameters of one layer's query, key and value, which are one while they learn: `name` is what they are then called. */
export interface AttentionStack extends EncoderParameter {
  parts: string[];
}

export interface EncoderParameters {
  /** Bottom up. */
  all: EncoderParameter[];
  stacks: AttentionStack[];
}

/** The parameters of the whole encoder; pooler and heads are not among them. */
export function parametersOf(config: EncoderConfig): EncoderParameters {
  const architecture = architectureOf(config);
  const recorder = new Recorder(config);
  let hidden = architecture.embeddings(recorder, config);
  const shared = architecture.shared && recorder.inAllLayers(() => architecture.shared?.(recorder, config));
  for (let index = 0; index < config.numHiddenLayers; index++) {
    recorder.depth = index + 1;
    hidden = architecture.layer(recorder, config, hidden, index, shared);
  }
  architecture.finish?.(recorder, config, hidden);
  return { all: [...recorder.all.values()], stacks: recorder.stacks };
}

/** Depth by name, of stacks too. */
export function depthsOf(config: EncoderConfig): (name: string) => number {
  const { all, stacks } = parametersOf(config);
  const depths = new Map([...all, ...stacks].map(({ name, depth }) => [name, depth]));
  return (name) => {
    const depth = depths.get(name);
    if (depth === undefined) throw new RangeError(`no parameter is called ${name}`);
    return depth;
  };
}

/** T is the width of a tensor. */
class Recorder implements EncoderOps<number> {
  readonly all = new Map<string, EncoderParameter>();
  readonly stacks: AttentionStack[] = [];
  depth = 0;
  private readUpTo: number | undefined;

  constructor(private readonly config: EncoderConfig) {}

  inAllLayers<R>(record: () => R): R {
    this.readUpTo = this.config.numHiddenLayers;
    const result = record();
    this.readUpTo = undefined;
    return result;
  }

  private record(name: string, shape: number[], decays: boolean): void {
    const known = this.all.get(name);
    if (known) known.readUpTo = this.depth;
    else this.all.set(name, { name, ...this.place(shape, decays) });
  }

  private place(shape: number[], decays: boolean) {
    return { shape, depth: this.depth, readUpTo: this.readUpTo ?? this.depth, decays };
  }

  relativeBias(name: string, buckets: number): number {
    this.record(`${name}.weight`, [buckets, this.config.numAttentionHeads], true);
    return this.config.numAttentionHeads;
  }

  embedding(name: string, _by: string, rows: number, width: number): number {
    this.record(`${name}.weight`, [rows, width], true);
    return width;
  }

  add(a: number): number {
    return a;
  }

  layerNorm(x: number, name: string, bias = true): number {
    this.record(`${name}.weight`, [x], false);
    if (bias) this.record(`${name}.bias`, [x], false);
    return x;
  }

  dropout(x: number): number {
    return x;
  }

  linear(x: number, name: string, outputs: number, bias = true): number {
    this.record(`${name}.weight`, [outputs, x], true);
    if (bias) this.record(`${name}.bias`, [outputs], false);
    return outputs;
  }

  linearResidual(x: number, name: string, residual: number, _dropout: number, bias?: boolean): number {
    return this.linear(x, name, residual, bias);
  }

  activation(x: number): number {
    return x;
  }

  gatedActivation(x: number): number {
    return x / 2;
  }

  attention(x: number, { at, parts, biases = true }: AttentionLayer<number>): number {
    const { hiddenSize } = this.config;
    if (!parts) {
      this.linear(x, at, 3 * hiddenSize, biases);
      return hiddenSize;
    }
    for (const part of parts) this.linear(x, `${at}.${part}`, hiddenSize, biases);
    const stack = (kind: string, shape: number[], decays: boolean) => {
      const name = `${at}.${kind}`;
      const known = this.stacks.find((other) => other.name === name);
      if (known) known.readUpTo = this.depth;
      else this.stacks.push({ name, ...this.place(shape, decays), parts: parts.map((part) => `${at}.${part}.${kind}`) });
    };
    stack('weight', [parts.length * hiddenSize, x], true);
    if (biases) stack('bias', [parts.length * hiddenSize], false);
    return hiddenSize;
  }
}
