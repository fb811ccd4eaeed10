/**
 * Models whose encoder was trained here: kept like downloaded ones, so that ONNX Runtime runs them like any
 * other. The model they come from is only read.
 */
import { TandemError, toTandemError } from '../errors';
import { parseJsonObject } from './config';
import { configText } from './configText';
import { type FileCache, writeProven } from './fileCache';
import type { Model } from './model';
import type { FolderFile, ModelFiles } from './modelFiles';
import { originCard, originOf } from './origin';
import { WEIGHTS } from './safetensors';
import { safetensorsHeader } from './safetensorsWriter';
import { readSmallFiles } from './smallFiles';
import { addCachedModel, copyCachedModel, openCachedModel } from './storedModels';
import { tensorValues } from './tensorValues';

const PREFIX = 'tuned/';
const TRAIN_AGAIN = 'Load the model it came from, and train again.';

type Values = ReadonlyMap<string, Float32Array<ArrayBuffer>>;

export const isTuned = (id: string): boolean => id.startsWith(PREFIX);

/** @param model what it was trained from @param run tells one training from another */
export function tunedId(model: string, run: string): string {
  const base = model.split('@')[0].split('/').at(-1) ?? model;
  return `${PREFIX}${isTuned(model) ? base.replace(/\.[^.]+$/, '') : base}.${run}`;
}

export class TunedModels {
  /** For what storage has no room for: it lasts as long as the page. */
  private fallback: FileCache | undefined;

  constructor(
    private readonly storage: () => Promise<FileCache>,
    private readonly memory: () => FileCache,
  ) {}

  /**
   * @param values the encoder's parameters that have changed, by Hugging Face name
   * @param more further files of its folder
   * @returns why it is forgotten at the end of the visit, if it is
   */
  async save(id: string, from: Model, values: Values, more: FolderFile[]): Promise<string | undefined> {
    try {
      await write(await this.storage(), id, from, values, more);
      return undefined;
    } catch (thrown) {
      this.fallback ??= this.memory();
      await write(this.fallback, id, from, values, more);
      return toTandemError(thrown).message;
    }
  }

  /** Stores one that lasts as long as the page. One that is stored stays as it is. @throws TandemError `storage-full` */
  async keep(id: string): Promise<void> {
    const storage = await this.storage();
    if (this.fallback && !(await openCachedModel(storage, id, TRAIN_AGAIN))) await copyCachedModel(this.fallback, storage, id);
  }

  /** @throws TandemError `missing-file` for one that is gone */
  async open(id: string): Promise<ModelFiles> {
    const stored = await openCachedModel(await this.storage(), id, TRAIN_AGAIN);
    const files = stored ?? (this.fallback && (await openCachedModel(this.fallback, id, TRAIN_AGAIN)));
    if (files) return files;
    throw new TandemError('missing-file', `${id} was trained in this browser and is no longer in its storage. ${TRAIN_AGAIN}`);
  }
}

/** One tensor at a time, so that a large model is never held twice. */
async function write(cache: FileCache, id: string, from: Model, values: Values, more: FolderFile[]): Promise<void> {
  const tensors = [...from.weights, ...from.pooler];
  const files = await from.takeWeightFiles();
  await addCachedModel(cache, id, async (folder) => {
    for (const { path, bytes } of await readSmallFiles(from.files)) await writeProven(folder, path, () => [bytes]);
    const config = await configOf(from);
    await writeProven(folder, 'config.json', () => [config]);
    for (const { path, bytes } of [originCard(await originOf(from.files)), ...more]) await writeProven(folder, path, () => [bytes]);
    const parts = async function* () {
      yield safetensorsHeader(tensors.map(([name, { shape }]) => ({ name, shape })));
      for (const [name, located] of tensors) {
        yield values.get(name) ?? tensorValues(located, files);
      }
    };
    await writeProven(folder, WEIGHTS, parts);
    return { weights: [WEIGHTS] };
  });
}

/** As it was, but for what speaks of how the weights were stored before. */
async function configOf({ files }: Model): Promise<Uint8Array<ArrayBuffer>> {
  const original = new TextDecoder().decode(await files.read('config.json'));
  const { 'transformers.js_config': _, quantization_config: __, ...config } = parseJsonObject(original);
  return new TextEncoder().encode(configText(original, { ...config, dtype: 'float32', torch_dtype: 'float32' }));
}
