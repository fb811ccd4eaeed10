/**
 * A training step of an encoder against @jax-js/jax and @tensorflow/tfjs: same sizes, same adapter, same run,
 * the loss read every step. They take turns, and the ratio is of their medians.
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import type * as Encoders from './pages/encoder';

const ROUNDS = 5;

test('a step of two BERT layers, 384 wide, on 256 tokens', async ({ page, site }) => {
  await openLibrary(page, site);
  const result = await page.evaluate(
    async ({ base, rounds }) => {
      const { ours, jaxJs, tensorFlowJs } = (await import(`${base}bench/encoder.js`)) as typeof Encoders;
      const found: Record<string, { first: number; taken: number[]; losses: number[]; dispatches?: number }> = {};
      const steps: [string, Encoders.EncoderBench][] = [];
      for (const [name, make] of Object.entries({ tandem: ours, 'jax-js': jaxJs, tfjs: tensorFlowJs })) {
        const start = performance.now();
        const made = await make();
        const loss = await made.step();
        found[name] = { first: performance.now() - start, taken: [], losses: [loss], dispatches: made.dispatches };
        steps.push([name, made]);
      }
      for (let round = 0; round < rounds; round++) {
        for (const [name, { step }] of steps) {
          const start = performance.now();
          found[name].losses.push(await step());
          found[name].taken.push(performance.now() - start);
        }
      }
      return found;
    },
    { base: site.url, rounds: ROUNDS },
  );
  const median = (name: string) => [...result[name].taken].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  for (const [name, { first, losses, dispatches }] of Object.entries(result)) {
    console.log(
      `${name.padEnd(8)} ${median(name).toFixed(0).padStart(6)} ms a step, first ${first.toFixed(0).padStart(6)} ms, loss ${losses[0].toFixed(3)} → ${losses.at(-1)?.toFixed(3)}${dispatches ? `, ${dispatches} dispatches` : ''}`,
    );
  }
  const ratio = (name: string) => median(name) / median('tandem');
  console.log(`ratio to tfjs ${ratio('tfjs').toFixed(2)}, to jax-js ${ratio('jax-js').toFixed(2)}`);
  // All of them learn the same batch: whoever does not is not doing the work.
  for (const { losses } of Object.values(result)) expect(losses.at(-1)).toBeLessThan(losses[0] * 0.95);
  expect(ratio('tfjs')).toBeGreaterThanOrEqual(2.5);
  expect(ratio('jax-js')).toBeGreaterThanOrEqual(2);
});
