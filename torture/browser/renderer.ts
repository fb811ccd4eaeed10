/** A page of the built site in a real browser, with the library in it, and the memory of its process. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { launchOptions } from '../../e2e/support/launchOptions';
import { type Site, serveSite } from '../../e2e/support/site';

export interface Renderer {
  page: Page;
  /** Of the process of page and worker, in MB, when nothing more is freed. */
  resident(): Promise<number>;
  /** Of the page's own heap, without the worker's, in MB. */
  heap(): Promise<number>;
  close(): Promise<void>;
}

/** The site is built where it is not. */
export async function openRenderer(): Promise<Renderer> {
  if (!existsSync('dist/tandem.js'))
    execFileSync('npm', ['run', '--silent', 'site'], { stdio: 'inherit', shell: process.platform === 'win32' });
  const site: Site = await serveSite();
  const browser = await chromium.launch(launchOptions());
  const page = await browser.newPage();
  await page.goto(`${site.url}models/all-MiniLM-L6-v2/config.json`);
  // As text: the runner would rewrite the import of a function.
  await page.evaluate(`import(${JSON.stringify(`${site.url}tandem.js`)}).then((tandem) => Object.assign(window, { tandem }) && undefined)`);
  const pid = await rendererOf(browser);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const tellWorkers = await workersOf(session);
  const settle = async () => {
    await session.send('HeapProfiler.collectGarbage');
    await tellWorkers('HeapProfiler.collectGarbage');
    await page.waitForTimeout(2000);
  };
  return {
    page,
    async resident() {
      await settle();
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      return Number(kilobytes) / 1000;
    },
    async heap() {
      await settle();
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1e6;
    },
    async close() {
      await browser.close();
      site.close();
    },
  };
}

/** Workers have heaps of their own, which the page's session does not reach. @returns what sends all of them a command */
async function workersOf(session: CDPSession): Promise<(method: string) => Promise<void>> {
  const workers = new Set<string>();
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.add(sessionId));
  session.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return async (method) => {
    const message = JSON.stringify({ id: 1, method });
    for (const sessionId of workers) await session.send('Target.sendMessageToTarget', { sessionId, message });
  };
}

/** The process of the one page that is open: of all that draw, the largest. */
async function rendererOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const size = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  return renderers.reduce((largest, pid) => (size(pid) > size(largest) ? pid : largest));
}
