/** How long every op takes on this adapter, and at what rate: told, not judged. */
import { openLibrary, test } from '../e2e/support/test';
import type * as Ops from './pages/ops';

test('every op', async ({ page, site }) => {
  await openLibrary(page, site);
  const times = await page.evaluate(async (base) => {
    const { timeOps } = (await import(`${base}bench/ops.js`)) as typeof Ops;
    return timeOps();
  }, site.url);
  for (const { op, shapes, microseconds, gigaflops } of times) {
    const sizes = shapes.map((shape) => shape.join('×')).join(' ');
    console.log(`${op.padEnd(22)} ${microseconds.toFixed(0).padStart(7)} µs ${gigaflops.toFixed(2).padStart(6)} GFLOP/s  ${sizes}`);
  }
});
