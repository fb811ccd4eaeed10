/** What reference/sentence_modules_fixture.py computes, and the same model folders here. */
import { readFileSync } from 'node:fs';
import { fromBase64 } from '../model/base64';
import { parseConfig } from '../model/config';
import type { ModelFiles } from '../model/modelFiles';
import { writeSafetensors } from '../model/safetensorsWriter';
import { hashTensor, hashWeights } from './hashWeights';
import { safetensorsFile } from './safetensorsFile';

export interface SentenceCase {
  name: string;
  /** Which of the fixture's texts each file is. */
  files: Record<string, number>;
  options: { prompt?: string; prompt_name?: string; normalize_embeddings?: boolean };
  embeddings: string;
}

interface Fixture {
  config: Record<string, unknown>;
  tokenizer: unknown;
  sentences: string[];
  texts: string[];
  cases: SentenceCase[];
  similarities: Record<string, string>;
}

export const sentenceFixture = JSON.parse(
  readFileSync(new URL('../../reference/fixtures/sentenceModules.json', import.meta.url), 'utf8'),
) as Fixture;

export const floats = (base64: string) => new Float32Array(fromBase64(base64).buffer);

const bytes = (text: string) => new TextEncoder().encode(text);
const config = JSON.stringify(sentenceFixture.config);
const weights = safetensorsFile([...hashWeights(parseConfig(config))]);

export const caseOf = (name: string): SentenceCase => {
  const found = sentenceFixture.cases.find((example) => example.name === name);
  if (!found) throw new RangeError(`the fixture has no case "${name}"`);
  return found;
};

/** Puts a model's files on a stand-in hub. */
export async function publish(
  hub: Map<string, string | Uint8Array>,
  id: string,
  example: Pick<SentenceCase, 'files'>,
  changed: Record<string, string> = {},
): Promise<void> {
  const folder = sentenceFolder(example, changed);
  const small = [...Object.keys(example.files), ...Object.keys(changed)];
  const modules = small.map((path) => path.replace('config.json', 'model.safetensors'));
  for (const path of new Set(['config.json', 'tokenizer.json', 'model.safetensors', ...small, ...modules])) {
    const bytes = await folder.read(path);
    if (bytes) hub.set(`${id}/${path}`, bytes);
  }
}

/** A model's folder. @param changed texts of files that are different, or not there */
export function sentenceFolder({ files }: Pick<SentenceCase, 'files'>, changed: Record<string, string | undefined> = {}): ModelFiles {
  const texts = new Map<string, string | undefined>([
    ['config.json', config],
    ['tokenizer.json', JSON.stringify(sentenceFixture.tokenizer)],
    ...Object.entries(files).map(([path, index]) => [path, sentenceFixture.texts[index]] as const),
    ...Object.entries(changed),
  ]);
  return {
    id: 'sentence model',
    weights: ['model.safetensors'],
    async read(path) {
      if (path === 'model.safetensors') return weights.slice();
      const folder = /^(.*)\/model\.safetensors$/.exec(path)?.[1];
      const text = texts.get(folder ? `${folder}/config.json` : path);
      if (text === undefined) return undefined;
      return folder ? moduleWeights(JSON.parse(text), folder) : bytes(text);
    },
  };
}

/** Weights of a Dense layer or of a LayerNorm, by the numbers of the fixture. */
function moduleWeights(
  { in_features: inputs, out_features: outputs, bias, dimension }: Record<string, number>,
  folder: string,
): Uint8Array<ArrayBuffer> {
  const tensor = (number: number, name: string, shape: number[]) => ({ name, shape, data: hashTensor(number, { name, shape }) });
  if (dimension) {
    return writeSafetensors([tensor(700, 'norm.weight', [dimension]), tensor(701, 'norm.bias', [dimension])]);
  }
  // The second Dense layer follows the first at once; a LayerNorm may come before.
  const number = folder === '3_Dense' && inputs === 7 ? 600 : 500;
  const linear = tensor(number, 'linear.weight', [outputs, inputs]);
  return writeSafetensors(bias ? [linear, tensor(number + 1, 'linear.bias', [outputs])] : [linear]);
}
