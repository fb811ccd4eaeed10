/** A device that reports an error is given up, on a real one: nothing that it computed after that is taken for a result. */
import { expect, it } from 'vitest';
import { gpuBackend } from '../autodiff/gpuBackend';
import { nodeGpu } from '../testing/nodeGpu';
import { lossOf, reasonOf } from './loss';

const TOO_LARGE = { size: 2 ** 50, usage: 0x88 };

it('results that are read after an error are refused, and the loss says what was reported', async ({ skip }) => {
  const gpu = await nodeGpu();
  if (!gpu) return skip();
  const store = gpuBackend(gpu.device).store(Float32Array.of(1, 2, 3));
  expect([...(await store.read())]).toEqual([1, 2, 3]);
  gpu.device.createBuffer(TOO_LARGE);
  await expect(store.read()).rejects.toMatchObject({
    code: 'device-lost',
    message: expect.stringContaining('Buffer size (1125899906842624)'),
  });
  expect((await lossOf(gpu.device)).message).toContain('Buffer size (1125899906842624)');
});

it('a device that cannot hand out a result is given up', async ({ skip }) => {
  const gpu = await nodeGpu();
  if (!gpu) return skip();
  const thrown = new DOMException('The buffer could not be mapped.', 'OperationError');
  expect(await reasonOf(gpu.device, thrown)).toMatchObject({
    code: 'device-lost',
    message: 'The GPU was lost (The buffer could not be mapped.).',
  });
  expect((await gpu.device.lost).reason).toBe('destroyed');
});
