/** A BERT on the stand-in hub, some 300 kB: what a test of downloads asks for. */
import { afterAll, beforeEach } from 'vitest';
import { parseConfig } from '../model/config';
import { hashWeights } from './hashWeights';
import { type HubServer, startHubServer } from './hubServer';
import { safetensorsFile } from './safetensorsFile';

export const REPO = 'org/bert';
export const CONFIG = JSON.stringify({
  model_type: 'bert',
  architectures: ['BertModel'],
  hidden_size: 32,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  intermediate_size: 64,
  vocab_size: 1500,
});
export const TENSORS = [...hashWeights(parseConfig(CONFIG))];
export const WEIGHTS = safetensorsFile(TENSORS);

/** A server for the tests of a file: each finds it with this model alone, and without faults. */
export async function serveBert(): Promise<HubServer> {
  const server = await startHubServer();
  beforeEach(() => serveAnew(server));
  afterAll(() => server.close());
  return server;
}

function serveAnew({ requests, apiRequests, tokens, closed, files, faults }: HubServer): void {
  requests.length = 0;
  apiRequests.length = 0;
  for (const collection of [tokens, closed, files]) collection.clear();
  for (const key of Object.keys(faults)) Reflect.deleteProperty(faults, key);
  faults.breakAfter = [];
  files.set(`${REPO}/config.json`, CONFIG);
  files.set(`${REPO}/tokenizer.json`, '{}');
  files.set(`${REPO}/model.safetensors`, WEIGHTS);
}

export const failure = (attempt: Promise<unknown>): Promise<{ code: string; message: string }> =>
  attempt.then(
    () => ({ code: 'none', message: '' }),
    (error) => error,
  );
