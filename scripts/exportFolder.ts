/**
 * Writes a model folder that the page, transformers.js and ONNX Runtime open. The weights are the
 * safetensors file itself, unchanged, under the name that transformers.js looks for.
 */
import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { REFERENCE_FILE } from '../src/inference/referenceVectors';
import { type Model, openModel, weightLocations } from '../src/model/model';
import type { ModelFiles } from '../src/model/modelFiles';
import { writeEncoderGraph } from '../src/model/onnx/encoderGraph';
import { readSmallFiles } from '../src/model/smallFiles';

export interface ExportOptions {
  /** Ends the graph after this many layers. Default: all of them. */
  endLayer?: number;
  /** Gives the weights a second name, `model.safetensors`, by which PyTorch finds them; a link where the disk allows. */
  nameForPyTorch?: boolean;
}

/** What BertTokenizer takes for granted and transformers.js looks up; without a pad token it cannot batch. */
const TOKENIZER_DEFAULTS = {
  tokenizer_class: 'BertTokenizer',
  pad_token: '[PAD]',
  unk_token: '[UNK]',
  cls_token: '[CLS]',
  sep_token: '[SEP]',
  mask_token: '[MASK]',
};

export async function exportFolder(
  files: ModelFiles,
  out: string,
  { endLayer, nameForPyTorch = false }: ExportOptions = {},
): Promise<Model> {
  const model = await openModel({ ...files, graph: undefined });
  const locations = weightLocations(files.weights.length);
  const graph = writeEncoderGraph(model.config, model.weights, { locations, endLayer });
  await mkdir(join(out, 'onnx'), { recursive: true });
  await writeFile(join(out, 'onnx', 'model.onnx'), graph);
  for (const { path, data } of await model.takeWeightFiles()) await writeFile(join(out, 'onnx', path), data);
  await copySmallFiles(files, out, model.config.maxLength);
  if (nameForPyTorch && files.weights.length === 1) await linkOrCopy(out, `onnx/${locations[0]}`, 'model.safetensors');
  return model;
}

async function copySmallFiles(files: ModelFiles, out: string, maxLength: number): Promise<void> {
  const reference = await files.read(REFERENCE_FILE);
  for (const { path, bytes } of [...(await readSmallFiles(files)), ...(reference ? [{ path: REFERENCE_FILE, bytes: reference }] : [])]) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), bytes);
  }
  await writeJson(join(out, 'config.json'), {
    ...(await readJson(files, 'config.json')),
    'transformers.js_config': { dtype: 'fp32', use_external_data_format: files.weights.length },
  });
  await writeJson(join(out, 'tokenizer_config.json'), {
    ...TOKENIZER_DEFAULTS,
    model_max_length: maxLength,
    ...(await readJson(files, 'tokenizer_config.json')),
  });
}

async function readJson(files: ModelFiles, name: string): Promise<Record<string, unknown>> {
  const bytes = await files.read(name);
  return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>) : {};
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** A symbolic link: onnx's checker takes a second hard link of the weights for an attack. */
async function linkOrCopy(out: string, target: string, name: string): Promise<void> {
  await rm(join(out, name), { force: true });
  await symlink(target, join(out, name)).catch(() => copyFile(join(out, target), join(out, name)));
}
