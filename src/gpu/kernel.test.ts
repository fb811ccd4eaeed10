import { describe, expect, it, vi } from 'vitest';
import { deviceWith } from '../testing/deviceWith';
import { nodeGpu } from '../testing/nodeGpu';
import { type Kernel, pipelineFor, preparePipelines } from './kernel';

const double: Kernel = {
  name: 'double',
  wgsl: `
    const WIDTH = 64;
    @group(0) @binding(0) var<storage, read_write> values: array<f32>;
    @compute @workgroup_size(WIDTH) fn main(@builtin(global_invocation_id) id: vec3u) { values[id.x] *= 2; }
  `,
};
const wide: Kernel = { ...double, constants: { WIDTH: 128 } };

const gpu = await nodeGpu();

describe.skipIf(!gpu)('pipelines', () => {
  it('that were prepared are there when they are needed, each made once', async () => {
    if (!gpu) return;
    const createComputePipeline = vi.fn<GPUDevice['createComputePipeline']>();
    const createComputePipelineAsync = vi.fn(gpu.device.createComputePipelineAsync.bind(gpu.device));
    const device = deviceWith(gpu.device, { createComputePipeline, createComputePipelineAsync });
    await preparePipelines(device, [double, wide, { ...double }]);
    await preparePipelines(device, [wide]);
    expect(createComputePipelineAsync).toHaveBeenCalledTimes(2);
    expect(pipelineFor(device, double)).not.toBe(pipelineFor(device, wide));
    expect(createComputePipeline).not.toHaveBeenCalled();
  });

  it.each([
    ['a shader that the device refuses', { wgsl: 'fn' }],
    ['an entry point that is not there', { entryPoint: 'other' }],
  ])('%s: the device is given up, with its reason', async (_, change) => {
    const own = await nodeGpu();
    if (!own) return;
    const prepared = preparePipelines(own.device, [double, { ...double, ...change }]);
    await expect(prepared).rejects.toMatchObject({ code: 'device-lost', message: expect.stringMatching(/^The GPU was lost \(.+\)\.$/) });
    await own.device.lost;
  });
});
