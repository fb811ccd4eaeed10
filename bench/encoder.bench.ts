/**
 * A training step of an encoder against @jax-js/jax and @tensorflow/tfjs: same sizes, same adapter, same run,
 * the loss read every step. They take turns, and the ratio is of their medians.
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import type * as Encoders from './pages/encoder';

const ROUNDS = 5;

interface Steps {
  first: number;
  taken: number[];
  losses: number[];
  dispatches?: number;
}

test('a step of two BERT layers, 384 wide, on 256 tokens', async ({ page, site }) => {
  await openLibrary(page, site);
  const result = await page.evaluate(
    async ({ base, rounds }) => {
      const { ours, jaxJs, tensorFlowJs } = (await import(`${base}bench/encoder.js`)) as typeof Encoders;
      const found: Record<string, Steps> = {};
      const timed = async (name: string, work: () => Promise<number>) => {
        const start = performance.now();
        found[name].losses.push(await work());
        return performance.now() - start;
      };
      const inTurn = async (makers: Record<string, () => Promise<Encoders.EncoderBench>>) => {
        const steps: [string, Encoders.EncoderBench][] = [];
        for (const [name, make] of Object.entries(makers)) {
          found[name] = { first: 0, taken: [], losses: [] };
          found[name].first = await timed(name, async () => {
            const made = await make();
            steps.push([name, made]);
            return made.step();
          });
        }
        for (let round = 0; round < rounds; round++) {
          for (const [name, { step }] of steps) found[name].taken.push(await timed(name, step));
        }
        for (const [name, { dispatches }] of steps) found[name].dispatches = dispatches;
      };
      await inTurn({ 'tandem, webgpu': () => ours('webgpu'), 'jax-js, webgpu': () => jaxJs('webgpu'), 'tfjs, webgpu': tensorFlowJs });
      // Its default device is one for all: jax-js on wasm comes after jax-js on WebGPU.
      await inTurn({ 'tandem, cpu': () => ours('cpu'), 'jax-js, wasm': () => jaxJs('wasm') });
      return found;
    },
    { base: site.url, rounds: ROUNDS },
  );
  const median = (name: string) => [...result[name].taken].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  for (const [name, { first, losses, dispatches }] of Object.entries(result)) {
    console.log(
      `${name.padEnd(14)} ${median(name).toFixed(0).padStart(6)} ms a step, first ${first.toFixed(0).padStart(6)} ms, loss ${losses[0].toFixed(3)} → ${losses.at(-1)?.toFixed(3)}${dispatches ? `, ${dispatches} dispatches` : ''}`,
    );
  }
  const ratio = (rival: string, tandem: string) => median(rival) / median(tandem);
  const [tfjs, jax] = ['tfjs, webgpu', 'jax-js, webgpu'].map((name) => ratio(name, 'tandem, webgpu'));
  const wasm = ratio('jax-js, wasm', 'tandem, cpu');
  console.log(`ratio to tfjs ${tfjs.toFixed(2)}, to jax-js ${jax.toFixed(2)}, to jax-js on wasm ${wasm.toFixed(2)}`);
  // All of them learn the same batch: whoever does not is not doing the work.
  for (const { losses } of Object.values(result)) expect(losses.at(-1)).toBeLessThan(losses[0] * 0.95);
  expect(tfjs).toBeGreaterThanOrEqual(2.5);
  expect(jax).toBeGreaterThanOrEqual(2);
  expect(wasm).toBeGreaterThanOrEqual(1);
});
