/** Heads on a frozen encoder whose features are in a file, in half precision: the run is the one with features in memory, but for rounding. */
import { expect, it } from 'vitest';
import { Encoder } from '../../inference/encoder';
import { openModel } from '../../model/model';
import { memoryCache } from '../../storage/memoryCache';
import { everyTask } from '../../testing/everyTask';
import { nodeHost } from '../../testing/nodeHost';
import { pageRun } from '../../testing/pageRun';
import { smallModel } from '../../testing/smallModel';
import { FeatureCache } from '../data/featureCache';

it.each(['mixed', 'alternating'] as const)('six kinds of tasks, %s batches', async (batching) => {
  const encoder = await Encoder.open(await openModel(smallModel()), nodeHost(), { device: 'wasm' });
  const run = (largest?: number) =>
    pageRun(
      encoder,
      everyTask(24, 8),
      { epochs: 4, batchSize: 5, batching, seed: 2 },
      new FeatureCache(async () => memoryCache(), largest),
    );
  const [memory, disk] = [await run(), await run(1000)];
  expect(memory.features?.map(({ where }) => where)).toEqual(['memory']);
  expect(disk.features?.map(({ where }) => where)).toEqual(['memory', 'disk']);
  expect(disk.points).toHaveLength(memory.points.length);
  for (const [i, { total, gradNorm }] of disk.points.entries()) {
    expect(Math.abs(total - memory.points[i].total)).toBeLessThan(1e-3 * Math.max(1, memory.points[i].total));
    expect(Math.abs(gradNorm - memory.points[i].gradNorm)).toBeLessThan(1e-2 * Math.max(1, memory.points[i].gradNorm));
  }
  // It is the file that was read: to the bit they are not the same.
  expect(disk.points.map(({ total }) => total)).not.toEqual(memory.points.map(({ total }) => total));
  for (const [task, { loss }] of Object.entries(memory.result.metrics)) {
    expect(Math.abs(disk.result.metrics[task].loss - loss), task).toBeLessThan(1e-3 * Math.max(1, loss));
  }
});
