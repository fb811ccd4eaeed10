import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadDataset } from '../api/Dataset';
import { SentenceTransformer } from '../api/SentenceTransformer';
import { nodeHost } from '../testing/nodeHost';
import { filesAt } from './filesAt';
import { startInProcess } from './inProcess';

const { client, terminate } = startInProcess(nodeHost());
const folder = mkdtempSync(join(tmpdir(), 'tandem-files-'));
afterAll(() => {
  terminate();
  rmSync(folder, { recursive: true });
});

it('a folder of a model opens as the bundled one that it is', async () => {
  const files = await filesAt('public/models/all-MiniLM-L6-v2');
  expect(files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['all-MiniLM-L6-v2/config.json', 'all-MiniLM-L6-v2/onnx/model.onnx_data']),
  );
  const texts = ['A cat sleeps.'];
  const [fromDisk, bundled] = [
    await SentenceTransformer.fromPretrained(files, { client }),
    await SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { client }),
  ];
  expect((await fromDisk.encode(texts)).data).toEqual((await bundled.encode(texts)).data);
});

it('a file of a data set keeps its name', async () => {
  const path = join(folder, 'short.csv');
  writeFileSync(path, 'text,label\nA cat sleeps.,pets\nShares fell.,money\nA dog barks.,pets\nRates rose.,money\n');
  const { info } = await loadDataset(await filesAt(path), { client });
  expect(info.name).toBe('short.csv');
});

it('says where there is nothing', async () => {
  await expect(filesAt(join(folder, 'none'))).rejects.toMatchObject({ code: 'missing-file', message: expect.stringContaining('none') });
});
