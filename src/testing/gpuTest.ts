/** Runs a kernel on the GPU of the test machine and compares what it computes with its CPU reference. */
import { describe, expect } from 'vitest';
import { BufferPool } from '../gpu/bufferPool';
import type { BufferSlice } from '../gpu/dispatcher';
import { Recorder } from '../gpu/recorder';
import { nodeGpu } from './nodeGpu';

/** Declares tests that need a GPU; without one they are skipped under a name that says so. */
export async function describeOnGpu(
  name: string,
  tests: (run: (record: (recorder: Recorder) => BufferSlice) => Promise<Float32Array>) => void,
) {
  const gpu = await nodeGpu();
  const label = gpu ? name : `${name} (skipped: no WebGPU adapter here; install chromium and libvulkan1)`;
  describe.skipIf(!gpu)(label, () => {
    if (!gpu) return;
    const pool = new BufferPool(gpu.device);
    tests(async (record) => {
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
