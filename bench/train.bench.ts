/**
 * A training step against @tensorflow/tfjs and @jax-js/jax: same sizes, same adapter, same run, the loss
 * read every step. Each warms up with its first step, which is told apart; then they take turns, and the
 * ratio is of their medians.
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import type * as Mlp from './pages/mlp';

const ROUNDS = 15;

interface Times {
  first: number;
  median: number;
  losses: number[];
}

test('a step of an MLP 768 → 768 → 4, batch 32', async ({ page, site }) => {
  await openLibrary(page, site);
  const result = await page.evaluate(
    async ({ base, rounds }) => {
      const { ours, jaxJs, tensorFlowJs } = (await import(`${base}bench/mlp.js`)) as typeof Mlp;
      const makers = {
        'tandem, webgpu': () => ours('webgpu'),
        'jax-js, webgpu': () => jaxJs('webgpu'),
        'tfjs, webgpu': () => tensorFlowJs(),
        'tandem, cpu': () => ours('cpu'),
      };
      const times: Record<string, Times> = {};
      const steps: [string, Mlp.MlpStep, number[]][] = [];
      const time = async (work: () => Promise<unknown>) => {
        const start = performance.now();
        const value = await work();
        return [performance.now() - start, value] as const;
      };
      for (const [name, make] of Object.entries(makers)) {
        const start = performance.now();
        const step = await make();
        const loss = await step.step();
        times[name] = { first: performance.now() - start, median: 0, losses: [loss] };
        steps.push([name, step, []]);
      }
      for (let round = 0; round < rounds; round++) {
        for (const [name, { step }, taken] of steps) {
          const [milliseconds, loss] = await time(step);
          taken.push(milliseconds);
          times[name].losses.push(loss as number);
        }
      }
      // Its default device is one for all: jax-js on wasm comes after jax-js on WebGPU.
      const start = performance.now();
      const wasm = await jaxJs('wasm');
      const loss = await wasm.step();
      times['jax-js, wasm'] = { first: performance.now() - start, median: 0, losses: [loss] };
      const taken: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const [milliseconds, value] = await time(() => wasm.step());
        taken.push(milliseconds);
        times['jax-js, wasm'].losses.push(value as number);
      }
      steps.push(['jax-js, wasm', wasm, taken]);
      for (const [name, , all] of steps) times[name].median = all.sort((a, b) => a - b)[Math.floor(all.length / 2)];
      const epochs: Record<string, number> = {};
      for (const [name, { epoch }] of steps) if (epoch) epochs[name] = (await time(epoch))[0];
      return { times, epochs };
    },
    { base: site.url, rounds: ROUNDS },
  );
  for (const [name, { first, median, losses }] of Object.entries(result.times)) {
    console.log(
      `${name.padEnd(16)} ${median.toFixed(1).padStart(7)} ms a step, first ${first.toFixed(0).padStart(5)} ms, loss ${losses[0].toFixed(3)} → ${losses.at(-1)?.toFixed(3)}`,
    );
  }
  for (const [name, milliseconds] of Object.entries(result.epochs))
    console.log(`${name}: an epoch over 10,000 kept examples ${(milliseconds / 1000).toFixed(2)} s`);
  const { 'tandem, webgpu': tandem, 'jax-js, webgpu': jax, 'tfjs, webgpu': tfjs } = result.times;
  console.log(`ratio to tfjs ${(tfjs.median / tandem.median).toFixed(2)}, to jax-js ${(jax.median / tandem.median).toFixed(2)}`);
  // All of them learn the same batch: whoever does not is not doing the work.
  for (const { losses } of Object.values(result.times)) expect(losses.at(-1)).toBeLessThan(losses[0] * 0.8);
  expect(tfjs.median / tandem.median).toBeGreaterThanOrEqual(5);
  expect(jax.median / tandem.median).toBeGreaterThanOrEqual(2);
  expect(tandem.first).toBeLessThanOrEqual(Math.min(jax.first, tfjs.first));
});
