/** A task's head with its config and its values: what a model holds one of for every task. */
import type { CpuTensor, Ops } from '../nn/ops';
import { initialise, type ParameterTree } from '../nn/parameters';
import type { AnyKind, Reading, TaskConfig, View } from './kind';
import { taskKind } from './registry';

export interface Head {
  /** The task's name in the model. */
  name: string;
  kind: AnyKind;
  config: TaskConfig;
  /** Columns of its outputs. */
  outputs: number;
  parameters: Map<string, CpuTensor>;
}

/** What a head is apart from its values. */
export type DescribedHead = Pick<Head, 'name' | 'kind' | 'config'>;

/** What a head must know of the encoder below it. */
export interface EncoderShape {
  hiddenSize: number;
  /** Width of a pooled vector. Default: that of a hidden state. */
  pooledSize?: number;
  /** Hidden states there are: one per layer, and the embeddings below them. */
  layers: number;
  /** Whether the last of them alone can be read, as of a graph of another program. Default: false. */
  lastOnly?: boolean;
}

/**
 * A head that is only asked what it reads and marks: of thousands of tasks, values take minutes and gigabytes.
 *
 * @throws TandemError `bad-input` for an unknown kind or a config that makes no sense
 */
export function describeHead(name: string, config: TaskConfig): DescribedHead {
  const kind = taskKind(config.kind);
  return { name, kind, config: kind.complete(config) };
}

/** @throws TandemError, as {@link describeHead} */
export function createHead(
  name: string,
  config: TaskConfig,
  { hiddenSize, pooledSize = hiddenSize, layers }: EncoderShape,
  seed: number,
): Head {
  const described = describeHead(name, config);
  const { kind, config: complete } = described;
  const width = kind.reads[0].level === 'sentence' ? pooledSize : hiddenSize;
  const specs = kind.parameters(complete, width, layers);
  return { ...described, outputs: kind.outputs(complete), parameters: initialise(specs, seed, name) };
}

/** Which hidden states a head reads. */
export const layersOf = ({ kind, config }: Head): 'last' | 'all' => kind.layers?.(config) ?? 'last';

/** Whether a head reads pooled vectors or word pieces. */
export const levelOf = ({ kind }: Head): Reading['level'] => kind.reads[0].level;

/** Features that a head can be given: pooled vectors, the last layer's states, or all layers' side by side. */
export type FeatureKind = 'sentence' | 'last' | 'all';

/** The features that a head reads, in the order in which its forward takes them. */
export const featuresOf = (head: Head): { view: View; what: FeatureKind }[] =>
  head.kind.reads.map(({ view, level }) => ({ view, what: level === 'sentence' ? level : layersOf(head) }));

/** Whether a head can read an input: a pair needs a second text. */
export const isReadable = ({ kind }: Pick<Head, 'kind'>, { other }: { other?: string }): boolean =>
  other !== undefined || kind.reads.every(({ view }) => view === 'text');

/** Whether there is anything in it that could learn. */
export const hasParameters = ({ parameters }: Head): boolean => parameters.size > 0;

/**
 * Outputs of one head.
 *
 * @param features [rows, width] each, as the kind's `reads` asks for them
 * @param place puts a parameter, given with its full name, where the backend computes
 */
export function forwardHead<T>(head: Head, ops: Ops<T>, features: T[], place: (parameter: CpuTensor, name: string) => T): T {
  const parameter = (path: string) => {
    const found = head.parameters.get(path);
    if (!found) throw new RangeError(`head ${head.name} has no parameter ${path}`);
    return place(found, fullName(head, path));
  };
  return head.kind.forward(ops, parameter, features, head.config);
}

/** The parameters of heads by their full names. */
export function headParameters(heads: Head[]): ParameterTree {
  return new Map(heads.flatMap((head) => [...head.parameters].map(([path, tensor]) => [fullName(head, path), tensor] as const)));
}

export const fullName = ({ name }: Head, path: string): string => `${name}.${path}`;

/** A head with other values, by their full names; what there is none for stays. */
export function withValues(head: Head, dataOf: (name: string) => Float32Array<ArrayBuffer> | undefined): Head {
  const parameters = [...head.parameters].map(
    ([path, { shape, data }]) => [path, { shape, data: dataOf(fullName(head, path)) ?? data }] as const,
  );
  return { ...head, parameters: new Map(parameters) };
}
