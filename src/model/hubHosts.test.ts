/** Downloads come from hosts that the hub is known to use, or that were allowed. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchFollowing } from '../node/fetchFollowing';
import { memoryCache } from '../storage/memoryCache';
import { failure, REPO, serveBert, WEIGHTS } from '../testing/hubBert';
import { startHubServer } from '../testing/hubServer';
import { plainFetch } from './http';
import { openHubModel } from './hub';
import { mayServe, parseHosts } from './hubHosts';
import { modelFolder } from './storedModels';

const server = await serveBert();
const elsewhere = await startHubServer();
const { host } = new URL(elsewhere.url);
afterAll(() => elsewhere.close());

beforeEach(() => {
  elsewhere.requests.length = 0;
  elsewhere.tokens.clear();
  elsewhere.files.set(`${REPO}/model.safetensors`, WEIGHTS);
  server.faults.cdn = elsewhere.url;
});

describe.each([
  ['browsers, which follow redirects unseen', plainFetch],
  ['Node', fetchFollowing],
])('by the fetch of %s', (_, fetch) => {
  const cache = memoryCache();
  const open = (allowedHosts?: string[], token?: string) => openHubModel(REPO, { cache, endpoint: server.url, fetch, allowedHosts, token });

  it('what another host gives is refused by its name, and nothing of it is kept', async () => {
    const error = await failure(open());
    expect(error).toMatchObject({ code: 'network', message: expect.stringContaining(`redirects this download to http://${host}`) });
    expect(error.message).toMatch(/Nothing was read from there\. .* allow it/);
    expect(await modelFolder(cache, REPO).size('model.safetensors')).toBeUndefined();
    if (fetch === fetchFollowing) expect(elsewhere.requests).toEqual([]);
  });

  it('a hub that passes on to itself for ever is left', async () => {
    server.faults.cdn = server.url;
    expect(await failure(open())).toMatchObject({
      code: 'network',
      message: expect.stringMatching(/cannot be reached|more than 20 times/),
    });
  });

  it('a host that was allowed may give it, and gets no token', async () => {
    server.closed.set(REPO, { token: 'hf_secret' });
    const files = await open([host.toUpperCase()], 'hf_secret');
    expect(Buffer.from((await files.read('model.safetensors')) ?? []).equals(WEIGHTS)).toBe(true);
    expect(elsewhere.requests.length).toBeGreaterThan(0);
    expect([...elsewhere.tokens]).toEqual([]);
    expect([...server.tokens]).toEqual(['Bearer hf_secret']);
  });
});

describe('hosts', () => {
  const HUB = 'https://huggingface.co';
  it.each([
    ['https://huggingface.co/a', HUB, true],
    ['https://us.aws.cdn.hf.co/a?X-Signature=1', HUB, true],
    ['https://cas-bridge.xethub.hf.co/a', HUB, true],
    ['https://cdn-lfs-us-1.huggingface.co/a', HUB, true],
    ['https://cdn-lfs.hf.co/a', 'https://mirror.example', true],
    ['https://mirror.example/b', 'https://mirror.example', true],
    ['http://localhost:8080/b', 'http://localhost:8080', true],
    ['https://cdn.mirror.example/b', 'https://mirror.example', false],
    ['https://mirror.example:8443/b', 'https://mirror.example', false],
    ['https://evil.example/a', HUB, false],
    ['https://hf.co.evil.example/a', HUB, false],
    ['https://evilhf.co/a', HUB, false],
    ['https://huggingface.co@evil.example/a', HUB, false],
    ['http://huggingface.co/a', HUB, false],
    ['http://cdn-lfs.hf.co/a', HUB, false],
  ])('%s for %s: %s', (url, endpoint, may) => expect(mayServe(new URL(url), endpoint)).toBe(may));

  it('that were allowed: one, or all below one', () => {
    const allowed = parseHosts(['CDN.example', '*.files.example', '127.0.0.1:8080']);
    const may = (url: string) => mayServe(new URL(url), HUB, allowed);
    expect(['https://cdn.example/a', 'https://a.b.files.example/a', 'https://127.0.0.1:8080/a'].map(may)).toEqual([true, true, true]);
    expect(['https://a.cdn.example/a', 'https://files.example/a', 'http://cdn.example/a'].map(may)).toEqual([false, false, false]);
  });

  it.each(['', '*', '*.', 'https://cdn.example', 'cdn.example/path', 'a b', 'a;script-src *', "'unsafe-inline'"])(
    '"%s" is not one',
    (host) => {
      expect(() => parseHosts([host])).toThrow(/is not a host/);
    },
  );
});
