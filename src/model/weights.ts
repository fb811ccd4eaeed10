/** Where in a set of safetensors files each tensor of an encoder lies. */
import type { EncoderConfig } from '../architectures/architecture';
import { parametersOf } from '../architectures/parameters';
import { architectureOf, supportedArchitectures } from '../architectures/registry';
import { TandemError } from '../errors';
import type { TensorEntry, WeightDtype } from './safetensors';

export interface TensorSpec {
  /** Canonical name, without any prefix: `encoder.layer.0.attention.self.query.weight`. */
  name: string;
  shape: number[];
}

export interface LocatedTensor extends TensorSpec {
  dtype: WeightDtype;
  /** Index into the list of weight files. */
  file: number;
  /** Byte offset from the start of that file. */
  offset: number;
  /** Length in bytes. */
  length: number;
}

export type Weights = Map<string, LocatedTensor>;

const DTYPES: ReadonlySet<string> = new Set<WeightDtype>(['F32', 'F16']);

/** What stands on top in many files. */
function poolerTensors(config: EncoderConfig): TensorSpec[] {
  const { pooler } = architectureOf(config);
  const { hiddenSize: H } = config;
  if (!pooler) return [];
  return [
    { name: `${pooler}.weight`, shape: [H, H] },
    { name: `${pooler}.bias`, shape: [H] },
  ];
}

/** Trainable values of the encoder, pooler and heads not counted. */
export function countParameters(config: EncoderConfig): number {
  return parametersOf(config).all.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

/**
 * Finds every tensor of the encoder. Names may carry a prefix (`bert.`, found from the word
 * embeddings) and LayerNorm parameters their names of 2018 (`gamma`, `beta`).
 *
 * @param files the parsed headers, one per weight file
 * @throws TandemError `missing-tensor` naming what is absent; `bad-safetensors` for a tensor of
 *   another shape than config.json implies, or of a type that is no float
 */
export function locateWeights(config: EncoderConfig, files: Map<string, TensorEntry>[]): Weights {
  const specs = parametersOf(config).all;
  const { prefix, find } = indexOf(files, specs[0].name);
  const missing = specs.filter(({ name }) => !find(name)).map(({ name }) => prefix + name);
  if (missing.length > 0) {
    const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
    throw new TandemError(
      'missing-tensor',
      `The weights lack ${missing.slice(0, 3).join(', ')}${more}. config.json and the weights do not belong together, or the model is of another architecture. Supported are ${supportedArchitectures()}.`,
    );
  }
  return located(specs, find);
}

/** The pooler's tensors, named as {@link locateWeights} names the encoder's; empty where the files have none that fits. */
export function locatePooler(config: EncoderConfig, files: Map<string, TensorEntry>[]): Weights {
  const specs = poolerTensors(config);
  const { find } = indexOf(files, parametersOf(config).all[0].name);
  const fits = ({ name, shape }: TensorSpec) => {
    const entry = find(name)?.entry;
    return entry !== undefined && DTYPES.has(entry.dtype) && entry.shape.join() === shape.join();
  };
  return specs.length > 0 && specs.every(fits) ? located(specs, find) : new Map();
}

type Find = (name: string) => { entry: TensorEntry; file: number } | undefined;

/** What the files have by canonical name. @param anchor the tensor whose name shows the prefix of all */
function indexOf(files: Map<string, TensorEntry>[], anchor: string): { prefix: string; find: Find } {
  const index = new Map<string, { entry: TensorEntry; file: number }>();
  files.forEach((tensors, file) => {
    for (const [name, entry] of tensors) index.set(name, { entry, file });
  });
  const prefix = findPrefix(index.keys(), anchor);
  const find: Find = (name) =>
    spellings(name)
      .map((spelling) => index.get(prefix + spelling))
      .find((hit) => hit !== undefined);
  return { prefix, find };
}

function located(specs: TensorSpec[], find: Find): Weights {
  return new Map(
    specs.flatMap(({ name, shape }) => {
      const found = find(name);
      if (!found) return [];
      const { entry, file } = found;
      const dtype = checkedDtype({ name, shape }, entry);
      return [[name, { name, shape, dtype, file, offset: entry.offset, length: entry.length }]];
    }),
  );
}

function findPrefix(names: Iterable<string>, anchor: string): string {
  const prefixes = [...names].filter((name) => name === anchor || name.endsWith(`.${anchor}`)).map((name) => name.slice(0, -anchor.length));
  return prefixes.sort((a, b) => a.length - b.length)[0] ?? '';
}

function spellings(name: string): string[] {
  if (!name.includes('LayerNorm')) return [name];
  return [name, name.replace(/weight$/, 'gamma').replace(/bias$/, 'beta')];
}

function checkedDtype(spec: TensorSpec, entry: TensorEntry): WeightDtype {
  if (!DTYPES.has(entry.dtype)) {
    throw new TandemError('bad-safetensors', `"${spec.name}" is stored as ${entry.dtype}. Supported are F32, F16 and BF16 weights.`);
  }
  if (entry.shape.join() !== spec.shape.join()) {
    throw new TandemError(
      'bad-safetensors',
      `"${spec.name}" has the shape [${entry.shape.join(', ')}] where config.json implies [${spec.shape.join(', ')}]. They do not belong together.`,
    );
  }
  return entry.dtype as WeightDtype;
}
