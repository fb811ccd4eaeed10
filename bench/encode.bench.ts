/**
 * Sentences per second against transformers.js: same graph, same weights, same device, same run, in the
 * order the data comes in. Each side warms up, then they take turns; the ratio is of their best times.
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import type { Rival } from './pages/transformers';
import { crossner, snips } from './support/data';

interface Case {
  name: string;
  sentences: string[] | undefined;
  device: 'wasm' | 'webgpu';
  rounds: number;
  /** Least ratio of our rate to theirs. */
  atLeast: number;
}

const same = (count: number) =>
  Array.from({ length: count }, (_, i) => `sentence of the same length ${['one', 'two', 'six', 'ten'][i % 4]}`);

const CASES: Case[] = [
  { name: 'snips, 2000 utterances', sentences: snips(2000), device: 'wasm', rounds: 2, atLeast: 1.7 },
  { name: 'crossner dev', sentences: crossner(2000), device: 'wasm', rounds: 2, atLeast: 1.7 },
  { name: 'equal lengths, 640', sentences: same(640), device: 'wasm', rounds: 4, atLeast: 0.97 },
  { name: 'snips, 128 utterances', sentences: snips(128), device: 'webgpu', rounds: 2, atLeast: 1.2 },
  { name: 'equal lengths, 128', sentences: same(128), device: 'webgpu', rounds: 3, atLeast: 0.97 },
];

for (const { name, sentences, device, rounds, atLeast } of CASES) {
  const title = `${device}: ${name}`;
  test(sentences ? title : `${title} (skipped: no ../shared/data beside this checkout)`, async ({ page, site }) => {
    test.skip(!sentences);
    await openLibrary(page, site);
    const result = await page.evaluate(
      async ({ sentences, device, rounds, base }) => {
        const { createRival } = (await import(`${base}bench/rival.js`)) as {
          createRival(models: string, model: string, device: string): Promise<Rival>;
        };
        const ours = await window.tandem.SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { device });
        const theirs = await createRival(`${base}models/`, 'all-MiniLM-L6-v2', device);
        const time = async (work: () => Promise<unknown>) => {
          const start = performance.now();
          await work();
          return (performance.now() - start) / 1000;
        };
        const few = sentences.slice(0, 64);
        const [a, b] = [await ours.encode(few), await theirs.embed(few, 32)];
        let difference = 0;
        for (const [i, row] of b.entries()) {
          for (const [h, value] of row.entries()) difference = Math.max(difference, Math.abs(value - a.data[i * row.length + h]));
        }
        const seconds = { ours: [] as number[], theirs: [] as number[] };
        for (let round = 0; round < rounds; round++) {
          seconds.ours.push(await time(() => ours.encode(sentences, { batchSize: 32 })));
          seconds.theirs.push(await time(() => theirs.embed(sentences, 32)));
        }
        await ours.dispose();
        return { seconds, difference, count: sentences.length };
      },
      { sentences: sentences ?? [], device, rounds, base: site.url },
    );
    const rate = (times: number[]) => result.count / Math.min(...times);
    const ratio = rate(result.seconds.ours) / rate(result.seconds.theirs);
    console.log(
      `${title}: tandem ${rate(result.seconds.ours).toFixed(1)}/s, transformers.js ${rate(result.seconds.theirs).toFixed(1)}/s, ` +
        `ratio ${ratio.toFixed(2)}, largest difference ${result.difference.toExponential(1)}`,
    );
    expect(ratio).toBeGreaterThanOrEqual(atLeast);
  });
}
