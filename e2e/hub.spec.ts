/** Models from the hub, against a local stand-in that serves the same addresses. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { fromBase64 } from '../src/model/base64';
import { type HubServer, startHubServer } from '../src/testing/hubServer';
import { bertBaseOnDisk, randomBert, serveTiny } from './support/models';
import { expect, openLibrary, test } from './support/test';

const REPO = 'org/tiny-bert';
let hub: HubServer;

test.beforeEach(async () => {
  hub = await startHubServer();
  serveTiny(hub, REPO);
});
test.afterEach(() => hub.close());

/** Loads a model and embeds one sentence; the error's words when it cannot. */
function tryModel(page: Page, model: string, device: 'wasm' | 'webgpu' = 'wasm', access: { token?: string; allowedHosts?: string[] } = {}) {
  return page.evaluate(
    async ({ model, endpoint, device, access }) => {
      try {
        const encoder = await window.tandem.SentenceTransformer.fromPretrained(model, { endpoint, device, ...access });
        const { data } = await encoder.encode(['Berlin is the capital of Germany.']);
        const status = encoder.deviceStatus;
        await encoder.dispose();
        return { data: [...data], status };
      } catch (error) {
        return { code: (error as { code: string }).code, message: (error as Error).message };
      }
    },
    { model, endpoint: hub.url, device, access },
  );
}

test('a downloaded model is there for a reload and for a second tab, without the network', async ({ page, context, site }) => {
  await openLibrary(page, site);
  const first = await tryModel(page, REPO);
  expect(first.data).toHaveLength(64);
  hub.faults.status = 500;
  hub.requests.length = 0;
  await openLibrary(page, site);
  expect((await tryModel(page, REPO)).data).toEqual(first.data);
  const second = await context.newPage();
  await openLibrary(second, site);
  expect((await tryModel(second, REPO)).data).toEqual(first.data);
  expect(hub.requests).toEqual([]);
});

test('two tabs that want the same model download it once', async ({ page, context, site }) => {
  const second = await context.newPage();
  await Promise.all([openLibrary(page, site), openLibrary(second, site)]);
  hub.faults.slow = 5;
  const [a, b] = await Promise.all([tryModel(page, REPO), tryModel(second, REPO)]);
  expect(a.data).toEqual(b.data);
  expect(hub.requests.filter((request) => request.endsWith('model.safetensors'))).toHaveLength(1);
});

test('a tab closed in the middle of a download costs nothing of what had arrived', async ({ page, context, site }) => {
  await openLibrary(page, site);
  hub.faults.slow = 20;
  const progress = page.evaluate(
    ({ repo, endpoint }) =>
      new Promise<number>((resolve) => {
        void window.tandem.SentenceTransformer.fromPretrained(repo, {
          endpoint,
          onProgress: (p) => {
            if (p.stage === 'download' && p.file === 'model.safetensors' && p.loaded > 2e6) resolve(p.loaded);
          },
        });
      }),
    { repo: REPO, endpoint: hub.url },
  );
  const arrived = await progress;
  await page.close();
  hub.faults.slow = 0;
  const again = await context.newPage();
  await openLibrary(again, site);
  expect((await tryModel(again, REPO)).data).toHaveLength(64);
  const range = hub.requests.find((request) => /bytes=\d+-$/.test(request));
  expect(Number(/bytes=(\d+)-/.exec(range ?? '')?.[1])).toBeGreaterThan(arrived / 2);
});

test('half precision and bfloat16 weights run on wasm and WebGPU alike', async ({ page, site }) => {
  await openLibrary(page, site);
  for (const type of ['F16', 'BF16'] as const) {
    serveTiny(hub, `org/tiny-${type}`, type);
    const gpu = await tryModel(page, `org/tiny-${type}`, 'webgpu');
    expect(gpu.message).toBeUndefined();
    expect(gpu.status).toMatchObject({ device: 'webgpu', verified: true });
    const cpu = await tryModel(page, `org/tiny-${type}`, 'wasm');
    expect(cpu.status).toMatchObject({ device: 'wasm', verified: true });
    expect(Math.max(...(gpu.data ?? []).map((value, i) => Math.abs(value - (cpu.data?.[i] ?? Number.NaN))))).toBeLessThanOrEqual(1e-4);
  }
});

test('a full storage quota stops the download with words, and the page goes on', async ({ page, site }) => {
  await openLibrary(page, site);
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, quotaSize: 3e6 });
  const refused = await tryModel(page, REPO);
  expect(refused).toMatchObject({
    code: 'storage-full',
    message: expect.stringMatching(/Remove a stored model, or free disk space/),
  });
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin });
  expect((await tryModel(page, REPO)).data).toHaveLength(64);
});

test('what cannot be run is said in words', async ({ page, site }) => {
  await openLibrary(page, site);
  hub.files.set('org/deberta/config.json', '{"model_type":"deberta-v2","architectures":["DebertaV2Model"]}');
  expect(await tryModel(page, 'org/deberta')).toMatchObject({
    code: 'unsupported-model',
    message: expect.stringMatching(/DebertaV2Model/),
  });
  serveTiny(hub, 'org/broken');
  hub.files.set('org/broken/model.safetensors', (hub.files.get('org/broken/model.safetensors') as Uint8Array).slice(0, 100_000));
  expect(await tryModel(page, 'org/broken')).toMatchObject({ code: 'bad-safetensors', message: expect.stringMatching(/truncated/) });
  expect(await tryModel(page, 'org/absent')).toMatchObject({ code: 'missing-file' });
  hub.faults.spoil = 'model.safetensors';
  expect(await tryModel(page, REPO)).toMatchObject({ code: 'network', message: expect.stringMatching(/SHA-256.*was deleted/) });
  hub.faults.spoil = undefined;
  expect((await tryModel(page, REPO)).data).toHaveLength(64);
});

test('a private model is loaded with an access token, which goes to the hub alone and is not kept', async ({ page, site }) => {
  const cdn = await startHubServer();
  try {
    hub.closed.set(REPO, { token: 'hf_secret' });
    serveTiny(cdn, REPO);
    hub.faults.cdn = cdn.url;
    await openLibrary(page, site);
    expect(await tryModel(page, REPO)).toMatchObject({ code: 'network', message: expect.stringMatching(/needs an access token/) });
    const access = { token: 'hf_secret', allowedHosts: [new URL(cdn.url).host] };
    expect((await tryModel(page, `${hub.url}/${REPO}/tree/main`, 'wasm', access)).data).toHaveLength(64);
    expect(cdn.requests.length).toBeGreaterThan(0);
    expect([...cdn.tokens]).toEqual([]);
    expect(await page.evaluate(storedText)).not.toContain('hf_secret');
  } finally {
    await cdn.close();
  }
});

/** All that the page has stored in text, its small files included. */
async function storedText(): Promise<string> {
  const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), JSON.stringify(await indexedDB.databases())];
  const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
    for await (const handle of folder.values()) {
      if (handle.kind === 'directory') await walk(handle);
      else if (handle.name.endsWith('.json')) texts.push(await (await handle.getFile()).text());
    }
  };
  await walk(await navigator.storage.getDirectory());
  return texts.join('\n');
}

test('a model of exactly bert-base-uncased’s shape: downloaded, exported, run; memory stays at about two copies', async ({
  page,
  site,
  browser,
}) => {
  test.setTimeout(300_000);
  const base = 'google-bert/bert-base-uncased';
  const { folder, bytes } = bertBaseOnDisk(base);
  await hub.close();
  hub = await startHubServer(folder);
  await openLibrary(page, site);
  // The runtime's own memory is there before the weights come.
  serveTiny(hub, REPO);
  await tryModel(page, REPO);
  const memory = await rendererMemory(await browser.newBrowserCDPSession());
  const before = memory('VmRSS');
  const result = await page.evaluate(
    async ({ model, endpoint, sentences }) => {
      const encoder = await window.tandem.SentenceTransformer.fromPretrained(model, { endpoint, device: 'wasm' });
      const { data, shape } = await encoder.encode(sentences);
      return { data: [...data], shape };
    },
    { model: base, endpoint: hub.url, sentences: randomBert.base.sentences },
  );
  const added = memory('VmHWM') - before;
  console.log(
    `      peak memory of the tab: ${megabytes(added)} above the ${megabytes(before)} that a tiny model takes, for ${megabytes(bytes)} of weights`,
  );
  const expected = new Float32Array(fromBase64(randomBert.base.embeddings).buffer);
  expect(result.shape).toEqual([3, 768]);
  expect(Math.max(...result.data.map((value, i) => Math.abs(value - expected[i])))).toBeLessThanOrEqual(1e-4);
  expect(added).toBeLessThan(2.5 * bytes);
});

interface CdpSession {
  send(method: 'SystemInfo.getProcessInfo'): Promise<{ processInfo: { type: string; id: number }[] }>;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

/** Resident memory of the largest renderer, now or at its peak (Linux). */
async function rendererMemory(session: CdpSession): Promise<(field: 'VmRSS' | 'VmHWM') => number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const read = (id: number, field: string) =>
    Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) * 1024;
  return (field) => Math.max(...renderers.map(({ id }) => read(id, field)));
}
