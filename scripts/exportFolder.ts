/**
 * Writes a model folder that the page, transformers.js and ONNX Runtime open. The weights are the
 * safetensors file itself, unchanged, under the name that transformers.js looks for.
 */
import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { tokenizerOnly } from '../src/exports/encoderFiles';
import { jsonFile } from '../src/exports/textFile';
import { REFERENCE_FILE } from '../src/inference/referenceVectors';
import { type Model, openModel, weightLocations } from '../src/model/model';
import type { ModelFiles } from '../src/model/modelFiles';
import { writeEncoderGraph } from '../src/model/onnx/encoderGraph';
import { SITE_MANIFEST, siteManifest } from '../src/model/siteManifest';
import { readSmallFiles, TOKENIZER_FILES } from '../src/model/smallFiles';

export interface ExportOptions {
  /** Ends the graph after this many layers. Default: all of them. */
  endLayer?: number;
  /** Gives the weights a second name, `model.safetensors`, by which PyTorch finds them; a link where the disk allows. */
  nameForPyTorch?: boolean;
}

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
  await writeSmallFiles(model, files.weights.length, out);
  if (nameForPyTorch && files.weights.length === 1) await linkOrCopy(out, `onnx/${locations[0]}`, 'model.safetensors');
  await writeManifest(out);
  return model;
}

/** Names the files of a folder with their checksums. To be called once they are all there. */
export async function writeManifest(out: string): Promise<void> {
  const paths = (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== SITE_MANIFEST)
    .map(({ parentPath, name }) => relative(out, join(parentPath, name)).split(sep).join('/'))
    .sort();
  const files = await Promise.all(paths.map(async (path) => [path, new Uint8Array(await readFile(join(out, path)))] as const));
  await writeFile(join(out, SITE_MANIFEST), await siteManifest(files));
}

async function writeSmallFiles(model: Model, weightFiles: number, out: string): Promise<void> {
  const { files, config } = model;
  const [small, reference, json] = await Promise.all([
    readSmallFiles(files),
    files.read(REFERENCE_FILE),
    files.read('config.json').then((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as object),
  ]);
  for (const { path, bytes } of [
    ...small.filter(({ path }) => !TOKENIZER_FILES.includes(path)),
    ...(await tokenizerOnly(model, config.maxLength)),
    ...(reference ? [{ path: REFERENCE_FILE, bytes: reference }] : []),
    jsonFile('config.json', { ...json, 'transformers.js_config': { dtype: 'fp32', use_external_data_format: weightFiles } }),
  ]) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), bytes);
  }
}

/** A symbolic link: onnx's checker takes a second hard link of the weights for an attack. */
async function linkOrCopy(out: string, target: string, name: string): Promise<void> {
  await rm(join(out, name), { force: true });
  await symlink(target, join(out, name)).catch(() => copyFile(join(out, target), join(out, name)));
}
