/** A RoBERTa of the hub through the service, in Node: what reference/architectures_fixture.py embeds, then trained here. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadDataset } from '../api/Dataset';
import { MultiTaskSentenceTransformer } from '../api/MultiTaskSentenceTransformer';
import { SentenceTransformer } from '../api/SentenceTransformer';
import { fromBase64 } from '../model/base64';
import { parseConfig } from '../model/config';
import { architecturesFixture, architectureWeights } from '../testing/architectureCases';
import { type HubServer, startHubServer } from '../testing/hubServer';
import { connect, nodeHost } from '../testing/nodeHost';
import { rename, safetensorsFile } from '../testing/safetensorsFile';

const { config, tokenizer, sentences, embeddings } = architecturesFixture.folder;
const REPO = 'org/small-roberta';
const { client, close } = connect(nodeHost());
let hub: HubServer;

beforeAll(async () => {
  hub = await startHubServer();
  const weights = architectureWeights(parseConfig(JSON.stringify(config))).map((tensor) => rename(tensor, 'roberta.', false));
  hub.files.set(`${REPO}/config.json`, JSON.stringify(config));
  hub.files.set(`${REPO}/tokenizer.json`, JSON.stringify(tokenizer));
  hub.files.set(`${REPO}/model.safetensors`, safetensorsFile(weights));
});
afterAll(async () => {
  close();
  await hub.close();
});

it('embeds as transformers does', async () => {
  const model = await SentenceTransformer.fromPretrained(REPO, { endpoint: hub.url, device: 'wasm', client });
  const { data } = await model.encode(sentences);
  for (const [i, value] of new Float32Array(fromBase64(embeddings).buffer).entries()) expect(Math.abs(data[i] - value)).toBeLessThan(1e-5);
});

it('learns with all its layers and its embeddings, and what it has become is verified', async () => {
  const tasks = { topic: { kind: 'classification', labels: ['good', 'bad'] } };
  const model = await MultiTaskSentenceTransformer.fromPretrained(REPO, { endpoint: hub.url, device: 'wasm', client, seed: 1, tasks });
  const rows = Array.from({ length: 24 }, (_, i) => ({
    text: `${i % 2 ? 'a good day' : 'a bad night'} number ${i}`,
    topic: i % 2 ? 'good' : 'bad',
    split: i < 16 ? 'train' : 'validation',
  }));
  const dataset = await loadDataset(rows.map((row) => JSON.stringify(row)).join('\n'), 'jsonl', { client });
  const run = await model.train(dataset, {
    epochs: 6,
    batchSize: 8,
    seed: 1,
    learningRate: { encoder: 2e-3, topic: 1e-2 },
    unfreeze: { layers: 'all', embeddings: true },
  });
  expect(run.history[5].train.total).toBeLessThan(run.history[0].train.total * 0.9);
  expect(run.metrics.topic.accuracy).toBe(1);
  expect(model.id).toBe(run.tuned);
  expect(model.deviceStatus).toMatchObject({ verified: true });
  expect(model.deviceStatus.deviation).toBeLessThan(1e-4);
});
