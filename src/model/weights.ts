/**
 * Which tensors a BERT encoder of a given config needs, under their Hugging Face names, and where
 * in a set of safetensors files each one lies.
 */
import { TandemError } from '../errors';
import type { BertConfig } from './config';
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
const ANCHOR = 'embeddings.word_embeddings.weight';

/** Every tensor of the encoder, bottom up. Linear weights are [out, in], as PyTorch keeps them. */
export function bertTensors(config: BertConfig, layers: number = config.numHiddenLayers): TensorSpec[] {
  const { hiddenSize: H, intermediateSize: I } = config;
  const specs: TensorSpec[] = [
    { name: ANCHOR, shape: [config.vocabSize, H] },
    { name: 'embeddings.position_embeddings.weight', shape: [config.maxPositionEmbeddings, H] },
    { name: 'embeddings.token_type_embeddings.weight', shape: [config.typeVocabSize, H] },
    ...layerNorm('embeddings.LayerNorm', H),
  ];
  for (let layer = 0; layer < layers; layer++) {
    const at = `encoder.layer.${layer}`;
    specs.push(
      ...linear(`${at}.attention.self.query`, H, H),
      ...linear(`${at}.attention.self.key`, H, H),
      ...linear(`${at}.attention.self.value`, H, H),
      ...linear(`${at}.attention.output.dense`, H, H),
      ...layerNorm(`${at}.attention.output.LayerNorm`, H),
      ...linear(`${at}.intermediate.dense`, H, I),
      ...linear(`${at}.output.dense`, I, H),
      ...layerNorm(`${at}.output.LayerNorm`, H),
    );
  }
  return specs;
}

/** What stands on top in many files. Nothing here computes with it; it is handed on with a model. */
const poolerTensors = ({ hiddenSize: H }: BertConfig): TensorSpec[] => linear('pooler.dense', H, H);

/** Trainable values of the encoder, pooler and heads not counted. */
export function countParameters(config: BertConfig): number {
  return bertTensors(config).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

function linear(name: string, inFeatures: number, outFeatures: number): TensorSpec[] {
  return [
    { name: `${name}.weight`, shape: [outFeatures, inFeatures] },
    { name: `${name}.bias`, shape: [outFeatures] },
  ];
}

function layerNorm(name: string, size: number): TensorSpec[] {
  return [
    { name: `${name}.weight`, shape: [size] },
    { name: `${name}.bias`, shape: [size] },
  ];
}

/**
 * Finds every tensor of the encoder. Names may carry a prefix (`bert.`, found from the word
 * embeddings) and LayerNorm parameters their names of 2018 (`gamma`, `beta`).
 *
 * @param files the parsed headers, one a weight file
 * @throws TandemError `missing-tensor` naming what is absent; `bad-safetensors` for a tensor of
 *   another shape than config.json implies, or of a type that is no float
 */
export function locateWeights(config: BertConfig, files: Map<string, TensorEntry>[]): Weights {
  const specs = bertTensors(config);
  const { prefix, find } = indexOf(files);
  const missing = specs.filter(({ name }) => !find(name)).map(({ name }) => prefix + name);
  if (missing.length > 0) {
    const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
    throw new TandemError(
      'missing-tensor',
      `The weights lack ${missing.slice(0, 3).join(', ')}${more}. config.json and the weights do not belong together, or the model is not a BERT encoder.`,
    );
  }
  return located(specs, find);
}

/** The pooler's tensors, named as {@link locateWeights} names the encoder's; empty where the files have none that fits. */
export function locatePooler(config: BertConfig, files: Map<string, TensorEntry>[]): Weights {
  const specs = poolerTensors(config);
  const { find } = indexOf(files);
  const fits = ({ name, shape }: TensorSpec) => {
    const entry = find(name)?.entry;
    return entry !== undefined && DTYPES.has(entry.dtype) && entry.shape.join() === shape.join();
  };
  return specs.every(fits) ? located(specs, find) : new Map();
}

type Find = (name: string) => { entry: TensorEntry; file: number } | undefined;

/** What the files have by canonical name. */
function indexOf(files: Map<string, TensorEntry>[]): { prefix: string; find: Find } {
  const index = new Map<string, { entry: TensorEntry; file: number }>();
  files.forEach((tensors, file) => {
    for (const [name, entry] of tensors) index.set(name, { entry, file });
  });
  const prefix = findPrefix(index.keys());
  const find: Find = (name) =>
    spellings(name)
      .map((spelling) => index.get(prefix + spelling))
      .find((hit) => hit !== undefined);
  return { prefix, find };
}

function located(specs: TensorSpec[], find: Find): Weights {
  return new Map(
    specs.flatMap((spec) => {
      const found = find(spec.name);
      if (!found) return [];
      const { entry, file } = found;
      return [[spec.name, { ...spec, dtype: checkedDtype(spec, entry), file, offset: entry.offset, length: entry.length }]];
    }),
  );
}

function findPrefix(names: Iterable<string>): string {
  const prefixes = [...names].filter((name) => name === ANCHOR || name.endsWith(`.${ANCHOR}`)).map((name) => name.slice(0, -ANCHOR.length));
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
