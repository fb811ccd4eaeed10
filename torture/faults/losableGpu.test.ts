import { expect, it } from 'vitest';
import { Usage } from '../../src/gpu/dispatcher';
import { nodeGpu } from '../../src/testing/nodeGpu';
import { losableGpu } from './losableGpu';

const READ = Usage.MAP_READ | Usage.COPY_DST;
const TOO_LARGE = { size: 2 ** 50, usage: READ };

let losable: GPU | undefined;
const throughLosable = (gpu: GPU) => {
  losable ??= losableGpu(gpu);
  return losable;
};

/** Everything that a program can notice of a loss, in order. */
async function noticed(device: GPUDevice): Promise<string[]> {
  const seen: string[] = [];
  const note = (what: string) => (outcome: unknown) => {
    const said = outcome instanceof Error ? `rejected: ${outcome.name}` : JSON.stringify(outcome ?? 'done');
    seen.push(`${what} ${said}`);
  };
  const map = (what: string, buffer: GPUBuffer) => buffer.mapAsync(1).then(note(what), note(what));
  device.addEventListener('uncapturederror', ({ error }) => note('uncaptured')(error.constructor.name));
  void device.lost.then(({ reason }) => note('lost')(reason));
  const { queue } = device;
  const [before, other] = [device.createBuffer({ size: 16, usage: READ }), device.createBuffer({ size: 16, usage: READ })];
  queue.writeBuffer(before, 0, new Float32Array(4));
  await map('mapped before', before);
  const encoder = device.createCommandEncoder();
  encoder.clearBuffer(other);
  device.pushErrorScope('validation');
  const under = map('under way', other);
  device.destroy();
  await Promise.all([under, device.lost]);
  await device.popErrorScope().then(note('scope'), note('scope'));
  queue.writeBuffer(other, 0, new Float32Array(4));
  queue.submit([encoder.finish()]);
  await map('mapped after', other);
  const late = device.createBuffer({ size: 16, usage: READ });
  await map('made after', late);
  device.createBuffer(TOO_LARGE);
  device.createShaderModule({ code: 'fn' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  return seen;
}

it.skipIf(!(await nodeGpu()))('a loss is noticed as that of a real device, and the next one computes', async () => {
  const real = await nodeGpu();
  if (!real) return;
  const expected = await noticed(real.device);
  expect(expected).toContain('lost "destroyed"');
  for (let i = 0; i < 2; i++) {
    const gpu = await nodeGpu(throughLosable);
    expect(gpu && (await noticed(gpu.device))).toEqual(expected);
  }

  const gpu = await nodeGpu(throughLosable);
  if (!gpu) return;
  const { device } = gpu;
  const buffer = device.createBuffer({ size: 8, usage: READ });
  device.queue.writeBuffer(buffer, 0, Float32Array.of(3, 4));
  await buffer.mapAsync(1);
  expect([...new Float32Array(buffer.getMappedRange())]).toEqual([3, 4]);
  // An error that nobody caught is heard by the device of now, which the product then gives up.
  device.createBuffer(TOO_LARGE);
  expect((await device.lost).reason).toBe('destroyed');
});
