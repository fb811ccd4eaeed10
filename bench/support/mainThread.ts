/** What keeps a page's main thread from answering, as the browser itself reports it. */
import type { Page } from '@playwright/test';

export interface Held {
  /** The longest task, in ms; 0 where none took 50 ms or more. */
  task: number;
  /** Tasks of 50 ms or more. */
  tasks: number;
  /** The slowest key or click until the next paint, in ms; steps of 8. */
  interaction: number;
}

interface Watched {
  tasks: number[];
  interactions: number[];
}

/** To be called before the page is opened. */
export async function watchMainThread(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { tasks: [], interactions: [] };
    Object.assign(window, { watched });
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.tasks.push(duration);
    });
    tasks.observe({ type: 'longtask' });
    const interactions = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
        if (entry.interactionId) watched.interactions.push(entry.duration);
      }
    });
    interactions.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** @returns what held the page up while something was done, and after it until the page has been still for a second */
export async function held(page: Page, act: () => Promise<unknown>): Promise<Held> {
  const clear = () =>
    page.evaluate(() => {
      const { watched } = window as unknown as { watched: Watched };
      watched.tasks.length = watched.interactions.length = 0;
    });
  await clear();
  await act();
  await page.waitForTimeout(1000);
  return page.evaluate(() => {
    const { tasks, interactions } = (window as unknown as { watched: Watched }).watched;
    return { task: Math.round(Math.max(0, ...tasks)), tasks: tasks.length, interaction: Math.max(0, ...interactions) };
  });
}

/** Bytes of the page's own heap, after what nobody needs was let go of; its workers have heaps of their own. */
export async function pageHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  await session.detach();
  return usedSize;
}
