/** Everything in a model's folder besides the encoder's weights and graphs: what it is, how texts are cut, how vectors are pooled. */
import type { FolderFile, ModelFiles } from './modelFiles';
import { WEIGHTS } from './safetensors';

/** What says how texts are cut, in folders new and old. */
export const TOKENIZER_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
  'sentencepiece.bpe.model',
  'spiece.model',
  'tokenizer.model',
];

/** How sentence-transformers sets its first module: under names that older versions chose by the kind of encoder, too. */
export const TRANSFORMER_CONFIGS = ['bert', 'roberta', 'distilbert', 'camembert', 'albert', 'xlm-roberta'].map(
  (kind) => `sentence_${kind}_config.json`,
);

/** What may stand at the root of a folder of transformers or sentence-transformers. */
export const SMALL_FILES = ['config.json', ...TOKENIZER_FILES, 'modules.json', ...TRANSFORMER_CONFIGS, 'config_sentence_transformers.json'];

/** What older versions of transformers keep weights in, and older modules of sentence-transformers their values. */
export const TORCH_WEIGHTS = 'pytorch_model.bin';

/** Of a repository; a folder that is written from it has one of its own. */
export const MODEL_CARD = 'README.md';

/** Heads that Tandem saved with a model: what each is, their values, and how long texts are read. */
export const HEAD_CONFIGS = 'heads.json';
export const HEAD_VALUES = 'heads.safetensors';
export const READING = 'reading.json';
export const HEAD_FILES = [HEAD_CONFIGS, HEAD_VALUES, READING];

/** Below a bundled model's folder: heads that were trained on the sample, laid out like a model's own, and what they were trained on. */
export const SAMPLE_HEADS = 'sample';
export const SAMPLE_RUN = 'trained.json';

/** What a module of sentence-transformers may keep in its folder: how it is set, and the weights of a Dense layer. */
const MODULE_FILES = ['config.json', WEIGHTS, TORCH_WEIGHTS];

/** Files of a model's folder that are there, those in folders of sentence-transformers' modules included. */
export async function readSmallFiles(files: Pick<ModelFiles, 'read'>): Promise<FolderFile[]> {
  const read = async (path: string): Promise<FolderFile[]> => {
    const bytes = await files.read(path);
    return bytes ? [{ path, bytes }] : [];
  };
  const root = (await Promise.all(SMALL_FILES.map(read))).flat();
  const modules = root.find(({ path }) => path === 'modules.json');
  const more = modules ? moduleFiles(new TextDecoder().decode(modules.bytes)) : [];
  return [...root, ...(await Promise.all(more.map(read))).flat()];
}

/**
 * @param modules content of modules.json
 * @returns paths of files that the modules behind the transformer may have; empty where the text cannot be understood
 */
export function moduleFiles(modules: string): string[] {
  return modulesOf(modules).flatMap(({ path, type }) => {
    if (!path || !/^[\w.-]+$/.test(path) || path === '..') return [];
    const weightless = /\.(Pooling|Normalize)$/.test(type ?? '');
    return (weightless ? ['config.json'] : MODULE_FILES).map((name) => `${path}/${name}`);
  });
}

function modulesOf(text: string): { path?: string; type?: string }[] {
  try {
    const modules: unknown = JSON.parse(text);
    if (!Array.isArray(modules)) return [];
    return modules.slice(1).flatMap((module: unknown) => {
      const { path, type } = (module ?? {}) as { path?: unknown; type?: unknown };
      return [{ path: typeof path === 'string' ? path : undefined, type: typeof type === 'string' ? type : undefined }];
    });
  } catch {
    // Whoever reads the modules says what is wrong with them.
    return [];
  }
}
