/** tandem.js imported by a page of another site than the one that serves it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { type Site, type SiteOptions, serveSite } from './support/site';
import { expect, test } from './support/test';

let page: Page;
let elsewhere: Server;
/** What the other site's page has. */
let policy: string | undefined;
const PAGE = '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">';

// What is made here is made once.
test.describe.configure({ mode: 'default' });
test.beforeAll(() => {
  elsewhere = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    if (policy) response.setHeader('Content-Security-Policy', policy);
    response.end(PAGE);
  });
  return new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
test.afterAll(() => elsewhere.close());
test.beforeEach(async ({ page: blank }) => {
  page = blank;
  policy = undefined;
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
});

/** Embeds a sentence by the library that a site with these options serves. */
async function embedFrom(options: SiteOptions) {
  const site = await serveSite(options);
  const result = await embed(site);
  site.close();
  return { site, result };
}

const embed = (site: Site) =>
  page.evaluate(async (url) => {
    const { SentenceTransformer }: typeof window.tandem = await import(url);
    try {
      const encoder = await SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { device: 'wasm' });
      const { shape } = await encoder.encode(['This is a sample sentence.']);
      const { verified } = encoder.deviceStatus;
      await encoder.dispose();
      return { shape, verified };
    } catch (error) {
      return { code: (error as { code: string }).code, message: (error as Error).message };
    }
  }, `${site.url}tandem.js`);

const isWorker = (path: string) => path.includes('worker');

test('the worker, its wasm and the bundled model come from where tandem.js does', async () => {
  const { site, result } = await embedFrom({ shares: () => true });
  expect(result).toEqual({ shape: [1, 384], verified: true });
  const asked = site.log.map(({ path }) => path);
  for (const part of [/compute\.worker.*\.js$/, /\.wasm$/, /^models\/all-MiniLM-L6-v2\/onnx\/model\.onnx_data$/]) {
    expect(asked).toContainEqual(expect.stringMatching(part));
  }
});

test('a host that does not share the worker’s script is told what it has to send', async ({ errors }) => {
  const { site, result } = await embedFrom({ shares: (path) => !isWorker(path) });
  expect(result).toMatchObject({ code: 'internal', message: expect.stringContaining('Access-Control-Allow-Origin') });
  expect(result.message).toContain(`${site.url}assets/compute.worker`);
  expect(errors.splice(0)).toContainEqual(expect.stringContaining('CORS'));
});

test('a host without the worker’s script is reported with its answer', async ({ errors }) => {
  const { result } = await embedFrom({ shares: () => true, lost: isWorker });
  expect(result).toMatchObject({ code: 'internal', message: expect.stringContaining('status 404') });
  expect(errors.splice(0)).toContainEqual(expect.stringContaining('404'));
});

/** As the README has it for a page with a policy, with all that is not named refused. */
const POLICIES = {
  'a page of another site': (host: string) => `script-src ${host} 'wasm-unsafe-eval'; worker-src blob: ${host}; connect-src ${host}`,
  'a page of the same site': () => "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'",
};

for (const [which, allows] of Object.entries(POLICIES)) {
  test(`${which} with a Content-Security-Policy and Trusted Types needs to allow no more than the README says`, async () => {
    const site = await serveSite({ shares: () => true });
    const host = new URL(site.url).origin;
    policy = `default-src 'none'; img-src data:; ${allows(host)}; require-trusted-types-for 'script'; trusted-types tandem`;
    if (which === 'a page of the same site') {
      const headers = { 'Content-Security-Policy': policy };
      await page.route(`${host}/own.html`, (route) => route.fulfill({ contentType: 'text/html', headers, body: PAGE }));
      await page.goto(`${host}/own.html`);
    } else await page.reload();
    expect(await embed(site)).toEqual({ shape: [1, 384], verified: true });
    site.close();
  });
}
