import { beforeEach, describe, expect, it } from 'vitest';
import { memoryCache } from '../storage/memoryCache';
import { failure, REPO, serveBert, WEIGHTS } from '../testing/hubBert';
import { startHubServer } from '../testing/hubServer';
import type { FileCache } from './fileCache';
import { type HubOptions, openHubModel } from './hub';
import { modelFolder } from './storedModels';

const server = await serveBert();
let cache: FileCache;
const open = (options: Partial<HubOptions> = {}) => openHubModel(REPO, { cache, endpoint: server.url, ...options });

beforeEach(() => {
  cache = memoryCache();
});

describe('private and gated repositories', () => {
  const TOKEN = 'hf_secret';

  it.each([
    ['private, without a token', {}, undefined, /private or gated\. Check its name; .* needs an access token/],
    ['private, with a wrong token', {}, 'hf_wrong', /the access token is not accepted/],
    ['gated, without a token', { gated: 'accepted' }, undefined, /it is gated\. Accept its terms at http.*org\/bert/],
    [
      'gated, with a token whose account has not accepted',
      { gated: 'not accepted' },
      TOKEN,
      /has not been granted access.*Accept its terms at/,
    ],
  ] as const)('%s', async (_, closed, token, words) => {
    server.closed.set(REPO, { token: TOKEN, ...closed });
    const error = await failure(open({ token }));
    expect(error).toMatchObject({ code: 'network', message: expect.stringMatching(words) });
    if (token) expect(JSON.stringify([error.message, String(error), (error as { stack?: string }).stack])).not.toContain(token);
  });

  it.each([{}, { gated: 'accepted' }] as const)('are had with the right token, which is not stored: %o', async (closed) => {
    server.closed.set(REPO, { token: TOKEN, ...closed });
    const files = await open({ token: TOKEN });
    expect(await files.read('model.safetensors')).toEqual(WEIGHTS);
    const manifest = new TextDecoder().decode(await modelFolder(cache, REPO).read('tandem.json'));
    expect(manifest).not.toContain(TOKEN);
  });

  it('the token does not go on to the host of large files', async () => {
    const cdn = await startHubServer();
    try {
      cdn.files.set(`${REPO}/model.safetensors`, WEIGHTS);
      server.closed.set(REPO, { token: TOKEN });
      server.faults.cdn = cdn.url;
      await open({ token: TOKEN, allowedHosts: [new URL(cdn.url).host] });
      expect(cdn.requests.length).toBeGreaterThan(0);
      expect([...cdn.tokens]).toEqual([]);
      expect([...server.tokens]).toEqual([`Bearer ${TOKEN}`]);
    } finally {
      await cdn.close();
    }
  });

  it('a token is not sent unencrypted', async () => {
    expect(await failure(open({ token: TOKEN, endpoint: 'http://mirror.example' }))).toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/over https only/),
    });
  });
});
