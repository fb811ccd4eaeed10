/** Small models of many layouts, whose files are then spoiled. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { fromBase64 } from '../../src/model/base64';
import { parseConfig } from '../../src/model/config';
import { everyTask } from '../../src/testing/everyTask';
import { hashTensor, hashWeights } from '../../src/testing/hashWeights';
import { connect, nodeHost } from '../../src/testing/nodeHost';
import { safetensorsFile } from '../../src/testing/safetensorsFile';
import { sentenceFixture, sentenceFolder } from '../../src/testing/sentenceFolders';
import { modelFiles as tinyModel } from '../script/world';

export type Folder = Map<string, Uint8Array<ArrayBuffer>>;

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../reference/fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
const VOCABULARY = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...Array.from({ length: 56 }, (_, i) => `w${i}`)].join('\n');
const encoded = (content: string | Uint8Array<ArrayBuffer>) => (typeof content === 'string' ? new TextEncoder().encode(content) : content);
const folder = (files: Iterable<readonly [string, string | Uint8Array<ArrayBuffer>]>): Folder =>
  new Map([...files].map(([path, content]) => [path, encoded(content)]));

/** By what is special about each. */
export async function modelFolders(): Promise<Map<string, Folder>> {
  const folders = new Map([['plain', folder(tinyModel())]]);
  await addSentenceModels(folders);
  addTokenizers(folders);
  addClassifiers(folders);
  addGraphs(folders);
  folders.set('saved with heads', await withHeads());
  return folders;
}

/** With the modules of sentence-transformers. */
async function addSentenceModels(folders: Map<string, Folder>): Promise<void> {
  for (const example of sentenceFixture.cases) {
    const files = sentenceFolder(example);
    const small = Object.keys(example.files);
    const paths = [
      'config.json',
      'tokenizer.json',
      'model.safetensors',
      ...small,
      ...small.map((path) => path.replace('config.json', 'model.safetensors')),
    ];
    const found: Folder = new Map();
    for (const path of new Set(paths)) {
      const bytes = await files.read(path);
      if (bytes) found.set(path, bytes as Uint8Array<ArrayBuffer>);
    }
    folders.set(`sentence ${example.name}`, found);
  }
}

/** With tokenizers of every kind, over an encoder that knows so many tokens. */
function addTokenizers(folders: Map<string, Folder>): void {
  const { tokenizers, models } = fixture<{ tokenizers: Record<string, { tokenizer: { model: string } }>; models: Record<string, unknown> }>(
    'tokenizers',
  );
  const config = JSON.stringify({
    model_type: 'bert',
    hidden_size: 16,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    intermediate_size: 24,
    max_position_embeddings: 64,
    vocab_size: 1200,
  });
  const weights = safetensorsFile([...hashWeights(parseConfig(config))]);
  for (const [name, { tokenizer }] of Object.entries(tokenizers)) {
    const json = JSON.stringify({ ...tokenizer, model: models[tokenizer.model] });
    folders.set(
      `tokenizer ${name}`,
      folder([
        ['config.json', config],
        ['tokenizer.json', json],
        ['model.safetensors', weights],
      ]),
    );
  }
}

/** With a head of a transformers class, and heads of our own. */
function addClassifiers(folders: Map<string, Folder>): void {
  const { cases } = fixture<{ cases: { config: Record<string, unknown>; tensors: [string, number[]][] }[] }>('classifiers');
  for (const [number, { config, tensors }] of cases.entries()) {
    const values = tensors.map(([name, shape], i) => ({ name, shape, values: hashTensor(i, { name, shape }) }));
    folders.set(
      `classifier ${number}`,
      folder([
        ['config.json', JSON.stringify(config)],
        ['vocab.txt', VOCABULARY],
        ['model.safetensors', safetensorsFile(values)],
      ]),
    );
  }
}

/** Whose weights lie in a graph of another program. */
function addGraphs(folders: Map<string, Folder>): void {
  const { config, graphs } = fixture<{ config: unknown; graphs: Record<string, { bytes: string }> }>('onnxOnly');
  for (const [name, { bytes }] of Object.entries(graphs)) {
    folders.set(
      `graph ${name}`,
      folder([
        ['config.json', JSON.stringify(config)],
        ['vocab.txt', VOCABULARY],
        [`onnx/${name}`, fromBase64(bytes)],
      ]),
    );
  }
}

/** As Tandem saves a model with heads of all kinds. */
async function withHeads(): Promise<Folder> {
  const { client, close } = connect(nodeHost());
  try {
    const model = [...folder(tinyModel())].map(([path, bytes]) => ({ path: `own/${path}`, file: new Blob([bytes]) }));
    const { handle } = await client.call('load', { model, device: 'wasm', tasks: everyTask(4, 2).tasks });
    const { blob } = await client.call('exportModel', { handle });
    const files = Object.entries(unzipSync(new Uint8Array(await blob.arrayBuffer())));
    return new Map(files.map(([path, bytes]) => [path.slice(path.indexOf('/') + 1), bytes.slice()]));
  } finally {
    close();
  }
}
