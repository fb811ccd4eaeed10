/**
 * A model as a folder that others open unmodified: transformers' and sentence-transformers'
 * `from_pretrained`, and ONNX Runtime, whose graph points into the same safetensors file.
 */
import { Zip, ZipPassThrough } from 'fflate';
import type { Model } from './model';
import type { FolderFile } from './modelFiles';
import { writeBertGraph } from './onnx/bertGraph';
import { parseSafetensorsHeader } from './safetensors';
import { safetensorsHeader } from './safetensorsWriter';
import { readSmallFiles } from './smallFiles';
import { tensorValues } from './tensorValues';
import { locateWeights } from './weights';

const WEIGHTS = 'model.safetensors';

/** @param more further files, such as heads */
export async function zipModel(model: Model, more: FolderFile[]): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    parts.push(chunk as Uint8Array<ArrayBuffer>);
  });
  const add = (path: string, chunks: Iterable<Uint8Array>) => {
    // Weights do not get smaller, and reading stored files needs no patience.
    const file = new ZipPassThrough(path);
    zip.add(file);
    for (const chunk of chunks) file.push(chunk);
    file.push(new Uint8Array(), true);
  };
  const tensors = [...model.weights, ...model.pooler];
  const header = safetensorsHeader(tensors.map(([name, { shape }]) => ({ name, shape })));
  for (const { path, bytes } of [...(await smallFilesOf(model)), ...more]) add(path, [bytes]);
  add('model.onnx', [graphOver(model, header)]);
  const files = await model.takeWeightFiles();
  add(
    WEIGHTS,
    (function* () {
      yield header;
      for (const [, located] of tensors) yield new Uint8Array(tensorValues(located, files).buffer);
    })(),
  );
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}

/** The graph whose weights are the file beside it. */
function graphOver({ config, weights, pooler }: Model, header: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const values = [...weights.values(), ...pooler.values()].reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  const located = locateWeights(config, [parseSafetensorsHeader(header, header.length + values, WEIGHTS)]);
  return writeBertGraph(config, located, { locations: [WEIGHTS] });
}

/** As they are; a model without modules of its own gets those that say what is computed here. */
async function smallFilesOf({ files, config }: Model): Promise<FolderFile[]> {
  const found = await readSmallFiles(files);
  if (found.some(({ path }) => path === 'modules.json')) return found;
  const json = (path: string, value: unknown) => ({ path, bytes: new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`) });
  const module = (idx: number, name: string, path: string, type: string) => ({
    idx,
    name,
    path,
    type: `sentence_transformers.models.${type}`,
  });
  return [
    ...found,
    json('modules.json', [module(0, '0', '', 'Transformer'), module(1, '1', '1_Pooling', 'Pooling')]),
    json('sentence_bert_config.json', { max_seq_length: config.maxPositionEmbeddings, do_lower_case: false }),
    json('1_Pooling/config.json', { word_embedding_dimension: config.hiddenSize, pooling_mode_mean_tokens: true }),
  ];
}
