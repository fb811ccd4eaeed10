/** The small files beside the weights that transformers and sentence-transformers read. */

import { encoderOf, parseJsonObject } from '../model/config';
import { configText } from '../model/configText';
import type { Model } from '../model/model';
import type { FolderFile } from '../model/modelFiles';
import { readSmallFiles, TOKENIZER_FILES } from '../model/smallFiles';
import { poolingModules } from './poolingModules';
import { jsonFile, textFile } from './textFile';
import { tokenizerFiles } from './tokenizerFiles';

export type Json = Record<string, unknown>;

/** What speaks of how weights were stored before, and of graphs that are not in the folder. */
const OUTDATED = ['transformers.js_config', 'quantization_config', 'torch_dtype'];

/** The model's config.json, for weights in float32. */
export async function encoderConfig(model: Model): Promise<Json> {
  const config = encoderOf(parseJsonObject(await originalConfig(model)));
  return { ...Object.fromEntries(Object.entries(config).filter(([key]) => !OUTDATED.includes(key))), dtype: 'float32' };
}

/** config.json as it goes out. @param config what it says */
export const configFile = async (model: Model, config: Json): Promise<FolderFile> =>
  textFile('config.json', configText(await originalConfig(model), config));

async function originalConfig({ files }: Model): Promise<string> {
  const bytes = await files.read('config.json');
  return bytes ? new TextDecoder().decode(bytes) : '{}';
}

/** Config, tokenizer and modules: as they are; a model without modules of its own gets those that say what is computed here. */
export async function encoderFiles(model: Model, maxLength: number): Promise<FolderFile[]> {
  return [await configFile(model, await encoderConfig(model)), ...(await besideConfig(model, maxLength))];
}

/** The same without the config, for folders that have one of their own. */
export async function besideConfig(model: Model, maxLength: number): Promise<FolderFile[]> {
  const found = await readSmallFiles(model.files);
  const rest = found.filter(({ path }) => path !== 'config.json' && !TOKENIZER_FILES.includes(path));
  return [
    ...tokenizerFiles(found, maxLength, hasSegments(model)),
    ...rest,
    ...(found.some(({ path }) => path === 'modules.json') ? [] : modulesOf(model, maxLength)),
  ];
}

/** The tokenizer alone. */
export async function tokenizerOnly(model: Model, maxLength: number): Promise<FolderFile[]> {
  return tokenizerFiles(await readSmallFiles(model.files), maxLength, hasSegments(model));
}

const hasSegments = ({ config }: Model): boolean => config.typeVocabSize > 1;

function modulesOf({ config }: Model, maxLength: number): FolderFile[] {
  return [
    ...poolingModules(config.hiddenSize, { pooling_mode_mean_tokens: true }),
    jsonFile('sentence_bert_config.json', { max_seq_length: maxLength, do_lower_case: false }),
  ];
}
