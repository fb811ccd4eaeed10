/**
 * The head of a transformers class, which lies among a model's weights, as files of a head of ours: with them it is a task like
 * any other, which answers and can be trained on.
 */
import { TandemError } from '../../errors';
import { headFiles } from '../../exports/headFiles';
import { poolingModules } from '../../exports/poolingModules';
import { parseConfig, parseJsonObject } from '../../model/config';
import { type CacheFolder, writeFile } from '../../model/fileCache';
import { fromHalves } from '../../model/halves';
import type { FileParts, FolderFile, ModelFiles } from '../../model/modelFiles';
import type { TensorEntry } from '../../model/safetensors';
import { readSentenceModules } from '../../model/sentence/modules';
import type { PoolingMode } from '../../model/sentence/pooling';
import { HEAD_CONFIGS } from '../../model/smallFiles';
import { readHeader } from '../../model/weightHeaders';
import { createHead, fullName, type Head, withValues } from '../../tasks/head';
import { type Classifier, classifierOf } from './classifierClass';

type Values = Float32Array<ArrayBuffer>;

/**
 * Adds the head to a model that is stored.
 *
 * @param weights paths of the files that hold the model's tensors
 * @returns why the head is left out, in words, where it is
 */
export async function writeClassifier(folder: CacheFolder, weights: string[]): Promise<string | undefined> {
  const { files, note } = await classifierFiles(folder, weights);
  for (const { path, bytes } of files) await writeFile(folder, path, bytes);
  return note;
}

/** The same for a model whose folder cannot be written: as if the files were in it. */
export async function withClassifier(model: ModelFiles & FileParts): Promise<ModelFiles> {
  const { files, note } = await classifierFiles(model, model.weights);
  const added = new Map(files.map(({ path, bytes }) => [path, bytes]));
  return {
    ...model,
    ...(note ? { note } : {}),
    read: async (path, options) => added.get(path)?.slice() ?? model.read(path, options),
  };
}

/** @returns what the folder lacks for the head to be a task; and in words why it is left out, where it is */
async function classifierFiles(folder: FileParts, weights: string[]): Promise<{ files: FolderFile[]; note?: string }> {
  const bytes = await folder.read('config.json');
  const text = bytes ? new TextDecoder().decode(bytes) : '{}';
  const found = classifierOf(parseJsonObject(text));
  if (found === undefined || (await folder.read(HEAD_CONFIGS))) return { files: [] };
  const files = typeof found === 'string' ? found : await filesOf(folder, weights, text, found);
  return typeof files === 'string' ? { files: [], note: `Its encoder is used without its head: ${files}.` } : { files };
}

async function filesOf(folder: FileParts, weights: string[], text: string, classifier: Classifier): Promise<FolderFile[] | string> {
  const { hiddenSize, numHiddenLayers } = parseConfig(text);
  const { pooling } = classifier;
  const modules = (await folder.read('modules.json')) !== undefined;
  if (pooling && modules) {
    const modes = (await readSentenceModules(folder, hiddenSize)).pooling.modes.join(' and ');
    if (modes !== pooling) return `it reads texts pooled by ${pooling}, and modules.json has them pooled by ${modes}`;
  }
  const head = createHead(classifier.name, classifier.config, { hiddenSize, pooledSize: hiddenSize, layers: numHiddenLayers + 1 }, 0);
  const values = await valuesOf(head, classifier, folder, weights);
  if (typeof values === 'string') return values;
  return [...(pooling && !modules ? modulesFor(hiddenSize, pooling) : []), ...headFiles([withValues(head, (name) => values.get(name))])];
}

async function valuesOf(head: Head, { names }: Classifier, folder: FileParts, weights: string[]): Promise<Map<string, Values> | string> {
  const tensors = new Map<string, { path: string; entry: TensorEntry }>();
  for (const path of weights) for (const [name, entry] of (await headerOf(folder, path)) ?? []) tensors.set(name, { path, entry });
  const values = new Map<string, Values>();
  for (const [parameter, { shape }] of head.parameters) {
    const theirs = parameter.replace(/^\w+/, (layer) => names[layer] ?? layer);
    const found = tensors.get(theirs);
    if (!found && MAY_LACK.test(theirs)) {
      values.set(fullName(head, parameter), new Float32Array(shape[0]));
      continue;
    }
    if (!found) return `its weights lack ${theirs}`;
    if (found.entry.shape.join() !== shape.join())
      return `${theirs} has the shape [${found.entry.shape.join(', ')}] where [${shape.join(', ')}] was expected`;
    values.set(fullName(head, parameter), await read(folder, found.path, theirs, found.entry));
  }
  return values;
}

/** ModernBERT's heads need not have these. */
const MAY_LACK = /^head\.(dense|norm)\.bias$/;

function headerOf(folder: FileParts, path: string) {
  return readHeader(path, async (file, length) => {
    const [bytes, size] = [await folder.slice(file, 0, length), await folder.size(file)];
    return bytes && size !== undefined ? { bytes, size } : undefined;
  });
}

async function read(folder: FileParts, path: string, name: string, { dtype, offset, length }: TensorEntry): Promise<Values> {
  const bytes = (await folder.slice(path, offset, offset + length))?.slice().buffer ?? new ArrayBuffer(0);
  if (dtype === 'F32') return new Float32Array(bytes);
  if (dtype === 'F16') return fromHalves(new Uint16Array(bytes));
  // A bfloat16 is the upper half of the float32 of the same value.
  if (dtype === 'BF16') return new Float32Array(Uint32Array.from(new Uint16Array(bytes), (bits) => bits << 16).buffer);
  throw new TandemError('bad-safetensors', `"${name}" is stored as ${dtype}. Supported are F32, F16 and BF16 weights.`);
}

const modulesFor = (hiddenSize: number, pooling: PoolingMode) =>
  poolingModules(hiddenSize, { pooling_mode_cls_token: pooling === 'cls', pooling_mode_mean_tokens: pooling === 'mean' });
