/** Runs a kernel on the GPU of the test machine and compares what it computes with its CPU reference. */
import { describe, expect } from 'vitest';
import { BufferPool } from '../gpu/bufferPool';
import type { BufferSlice } from '../gpu/dispatcher';
import { Recorder } from '../gpu/recorder';
import { nodeGpu } from './nodeGpu';

/** Declares tests that need a GPU. */
export async function describeOnGpu(
  name: string,
  tests: (run: (record: (recorder: Recorder) => BufferSlice) => Promise<Float32Array>) => void,
) {
  const gpu = await nodeGpu();
  const pool = gpu && new BufferPool(gpu.device);
  describe.skipIf(!gpu)(name, () => {
    tests(async (record) => {
      if (!gpu || !pool) throw new Error('There is no GPU, and this test was to be skipped.');
      const recorder = new Recorder(gpu.device, pool);
      recorder.read(record(recorder));
      return (await recorder.submit())[0];
    });
  });
}

/** Every value within `tolerance` of its expectation, absolutely. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
  expect(worst).toBeLessThanOrEqual(tolerance);
}
