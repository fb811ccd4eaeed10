/** A model at rest: its config, where its tensors lie, and the graph that runs them. */
import type { EncoderConfig } from '../architectures/architecture';
import { TandemError } from '../errors';
import { widenBfloat16 } from './bfloat16';
import { sha256 } from './checksum';
import { parseConfig } from './config';
import type { ModelFiles, ModelReadOptions } from './modelFiles';
import { type EncoderGraphOptions, writeEncoderGraph } from './onnx/encoderGraph';
import { requireWeights } from './onnxOnly';
import { parseSafetensorsHeader } from './safetensors';
import { readSentenceModules, type SentenceModules } from './sentence/modules';
import { checkNumbers } from './soundWeights';
import { locatePooler, locateWeights, type Weights } from './weights';

/** A weight file under the name by which the graph points at it. */
export interface WeightFile {
  path: string;
  data: Uint8Array<ArrayBuffer>;
}

export interface Model {
  id: string;
  config: EncoderConfig;
  /** What its folder says of sentences: pooling, the layers behind it, limits, prompts. */
  sentence: SentenceModules;
  files: ModelFiles;
  /** Every tensor of the encoder by its canonical name, with its place in the weight files. */
  weights: Weights;
  /** What its files have of a pooler, for those who save the model anew. */
  pooler: Weights;
  /** SHA-256 of the files that hold its weights: what was computed, or trained, with others is of no use to it. */
  weightsHash: string;
  /** Bytes of model.onnx; its initializers point into the weight files. */
  graph: Uint8Array<ArrayBuffer>;
  /** Another graph over the same weights: one that ends early, or gives the hidden states of all layers. */
  graphFor(options: Omit<EncoderGraphOptions, 'locations'>): Uint8Array<ArrayBuffer>;
  /** The weight files' bytes: those read at opening the first time, read anew after that, so that nobody holds on to them. */
  takeWeightFiles(): Promise<WeightFile[]>;
}

/**
 * Names by which a graph points at its weight files. transformers.js looks for exactly these beside
 * `onnx/model.onnx`.
 */
export function weightLocations(count: number): string[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? 'model.onnx_data' : `model.onnx_data_${i}`));
}

/** @throws TandemError as config, safetensors and weights do; `missing-file` for a file that is not there */
export async function openModel(files: ModelFiles, options: ModelReadOptions = {}): Promise<Model> {
  const config = parseConfig(new TextDecoder().decode(await readRequired(files, 'config.json', options)));
  const sentence = await readSentenceModules(files, config.hiddenSize);
  if (files.onnxOnly) return openOnnxOnly(files, { config, sentence }, options);
  const readWeightFiles = async (readOptions: ModelReadOptions): Promise<WeightFile[]> => {
    const locations = weightLocations(files.weights.length);
    const read: WeightFile[] = [];
    for (const [i, path] of files.weights.entries()) {
      const bytes = await readRequired(files, path, readOptions);
      hashes[i] ??= await hashOf(files, path, bytes);
      read.push({ path: locations[i], data: widenBfloat16(bytes, path) });
    }
    return read;
  };
  const hashes: string[] = [];
  const held = await readWeightFiles(options);
  const headers = held.map(({ data }, i) => parseSafetensorsHeader(data, data.length, files.weights[i]));
  const weights = locateWeights(config, headers);
  checkNumbers(files.id, weights, files.weights, held);
  const locations = weightLocations(files.weights.length);
  const graph = files.graph ? await readRequired(files, files.graph, options) : writeEncoderGraph(config, weights, { locations });
  return {
    id: files.id,
    config,
    sentence,
    files,
    weights,
    pooler: locatePooler(config, headers),
    weightsHash: hashes.join(),
    graph,
    graphFor: (graphOptions) => writeEncoderGraph(config, weights, { locations, ...graphOptions }),
    takeWeightFiles: givenOnce(held, readWeightFiles),
  };
}

/** The graph as it is, with what it points at under its own names. */
async function openOnnxOnly(files: ModelFiles, known: Pick<Model, 'config' | 'sentence'>, options: ModelReadOptions): Promise<Model> {
  const { id, graph: path = '', weights: external } = files;
  const nameOf = (file: string) => file.slice(file.lastIndexOf('/') + 1);
  const read = (readOptions: ModelReadOptions) =>
    Promise.all(external.map(async (file) => ({ path: nameOf(file), data: await readRequired(files, file, readOptions) })));
  const held = await read(options);
  const weights: Weights = new Map();
  const graph = await readRequired(files, path, options);
  const hashes = [await hashOf(files, path, graph)];
  for (const [i, { data }] of held.entries()) hashes.push(await hashOf(files, external[i], data));
  return {
    id,
    ...known,
    files,
    weights,
    pooler: new Map(),
    weightsHash: hashes.join(),
    graph,
    graphFor() {
      requireWeights({ id, weights }, 'only its last layer can be read; set the features of heads to the last layer');
      return new Uint8Array();
    },
    takeWeightFiles: givenOnce(held, read),
  };
}

/** Gives what is held the first time, and lets go of it; later it is read anew. */
function givenOnce(files: WeightFile[], read: (options: ModelReadOptions) => Promise<WeightFile[]>): Model['takeWeightFiles'] {
  let held: WeightFile[] | undefined = files;
  return async () => {
    const taken = held ?? (await read({}));
    held = undefined;
    return taken;
  };
}

/** Where reading compares a file with its checksum, that is known. */
async function hashOf(files: ModelFiles, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return (await files.checksum?.(path)) ?? sha256(bytes);
}

async function readRequired(files: ModelFiles, path: string, options: ModelReadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await files.read(path, options);
  if (!bytes) throw new TandemError('missing-file', `${files.id} has no ${path}. Its folder is incomplete: download or export it again.`);
  return bytes;
}
