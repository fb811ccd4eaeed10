/** Whatever stands in the files of a model: it is opened, or refused in words that were written for it. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { toTandemError } from '../errors';
import { hashTensor } from '../testing/hashWeights';
import { connect, nodeHost } from '../testing/nodeHost';
import { safetensorsFile } from '../testing/safetensorsFile';

const { cases } = JSON.parse(readFileSync(new URL('../../reference/fixtures/classifiers.json', import.meta.url), 'utf8')) as {
  cases: { config: Record<string, unknown>; tensors: [string, number[]][] }[];
};
const [{ config, tensors }] = cases;
const WEIGHTS = safetensorsFile(tensors.map(([name, shape], i) => ({ name, shape, values: hashTensor(i, { name, shape }) })));
const WHOLE: Record<string, string | Uint8Array<ArrayBuffer>> = {
  'config.json': JSON.stringify(config),
  'vocab.txt': ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...Array.from({ length: 56 }, (_, i) => `w${i}`)].join('\n'),
  'model.safetensors': WEIGHTS,
};

const CONTENTS: (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  'null',
  '[]',
  '{}',
  '5',
  '"x"',
  '{"a":',
  '[null, {"path": 5}, "x"]',
  JSON.stringify({
    architectures: 5,
    model_type: ['bert'],
    id2label: [1, null],
    hidden_size: '16',
    pooling_mode: 7,
    longTexts: 3,
    prompts: 5,
  }),
  JSON.stringify({ ...config, id2label: 'x', problem_type: 5 }),
  JSON.stringify({ ...config, id2label: { a: null, b: {} } }),
  JSON.stringify({ ...config, num_labels: -1, id2label: null }),
  JSON.stringify({ class: { kind: 'none' } }),
  JSON.stringify({ class: null }),
  JSON.stringify({ class: { kind: 'classification', labels: ['a', 'b', 'c'] } }),
  JSON.stringify({ weight_map: { a: '../../up', b: 5 } }),
  Uint8Array.from({ length: 40 }, (_, i) => (i * 37) % 256),
];
const PATHS = [
  'config.json',
  'vocab.txt',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'modules.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
  '1_Pooling/config.json',
  'heads.json',
  'heads.safetensors',
  'reading.json',
  'reference.json',
  'model.safetensors',
  'model.safetensors.index.json',
];

const { client, close } = connect(nodeHost());
afterAll(() => close());

it.each(PATHS)('%s', async (path) => {
  const raw: string[] = [];
  for (const content of CONTENTS) {
    const files = { ...WHOLE, [path]: content };
    if (path.endsWith('index.json')) delete files['model.safetensors'];
    const model = Object.entries(files).map(([name, bytes]) => ({ path: `broken/${name}`, file: new Blob([bytes]) }));
    const error = await client
      .call('load', { model, device: 'wasm' })
      .then(
        ({ handle }) => client.call('predict', { handle, texts: [{ text: 'w1 w2' }] }).then(() => client.call('dispose', { handle })),
        toTandemError,
      );
    if (error && (error.code === 'internal' || error.message.length < 20)) raw.push(`${content}: ${error.message}`);
  }
  expect(raw).toEqual([]);
});
