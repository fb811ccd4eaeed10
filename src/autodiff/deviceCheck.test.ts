/** A device that computes any op wrong is found, and the op named: shaders are rewritten on their way to it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { asHardware, deviceWith } from '../testing/deviceWith';
import { nodeGpu } from '../testing/nodeGpu';
import type { Store } from './backend';
import { checkDevice } from './deviceCheck';
import { OP_EXAMPLES } from './examples/opExamples';
import { gpuBackend } from './gpuBackend';
import { size } from './op';
import { OPS } from './ops/registry';
import { Tape, type Value } from './tape';

const gpu = await nodeGpu();

const modules = new Map<string, GPUShaderModule>();
const pipelines = new Map<string, GPUComputePipeline>();

/** The device, with shaders rewritten on their way to it. What comes out as for another such device is compiled once for both. */
function rewritten(device: GPUDevice, rewrite: (code: string, kernel: string) => string): GPUDevice {
  const pipelineOf = (descriptor: GPUComputePipelineDescriptor) => {
    const code = [...modules].find(([, module]) => module === descriptor.compute.module)?.[0];
    const key = `${descriptor.compute.entryPoint}\n${code}`;
    const pipeline = pipelines.get(key) ?? device.createComputePipeline(descriptor);
    pipelines.set(key, pipeline);
    return pipeline;
  };
  return deviceWith(device, {
    createShaderModule({ label = '', code: written }) {
      const code = rewrite(written, label);
      const module = modules.get(code) ?? device.createShaderModule({ label, code });
      modules.set(code, module);
      return module;
    },
    createComputePipeline: pipelineOf,
    createComputePipelineAsync: async (descriptor) => pipelineOf(descriptor),
  });
}

const check = (device: GPUDevice) => checkDevice({ device, name: 'test adapter' });

/** Shaders of all kernels that any example of an op takes, by the op's name and theirs. */
function kernelsOfOps(device: GPUDevice): Map<string, Map<string, string>> {
  return new Map(
    OPS.map((op) => {
      const kernels = new Map<string, string>();
      const backend = gpuBackend(rewritten(device, (code, kernel) => kernels.set(kernel, code) && code));
      for (const example of OP_EXAMPLES[op.name]) {
        const tape = new Tape();
        const inputs = example.shapes.map((shape, i) => tape.input(`input ${i}`, shape));
        const outputs = tape.applyAll(op, inputs, example.attributes);
        const places = new Map<Value, Store>([...inputs, ...outputs].map((value) => [value, backend.store(size(value.shape))]));
        backend.compile(tape, outputs, places).destroy();
        for (const store of places.values()) store.destroy();
      }
      return [op.name, kernels];
    }),
  );
}

/** Their kernels can end in an activation's slope. */
const MATRIX_OPS = ['matmul', 'matmulPlus', 'linear', 'linearResidual', 'weightGradient'];

describe.skipIf(!gpu)('a device', () => {
  let kernels: ReturnType<typeof kernelsOfOps>;
  beforeAll(() => {
    if (gpu) kernels = kernelsOfOps(asHardware(gpu.device));
  }, 120_000);

  it('that computes right passes, again and again', async () => {
    if (!gpu) return;
    const device = asHardware(gpu.device);
    await check(device);
    await check(device);
    await check(rewritten(gpu.device, (code) => code));
  });

  it('is checked with every kernel that any example takes', async () => {
    if (!gpu) return;
    const checked = new Set<string>();
    await check(asHardware(rewritten(gpu.device, (code, kernel) => checked.add(kernel) && code)));
    const all = new Set([...kernels.values()].flatMap((shaders) => [...shaders.keys()]));
    expect([...all].filter((kernel) => !checked.has(kernel))).toEqual([]);
  });

  // Behind each: the ops whose shaders hold it in parts that they do not run. A new op with it is named, or stands here.
  it.each([
    ['exp', 'exp2', [...MATRIX_OPS, 'attentionInner']],
    ['tanh', 'atan', MATRIX_OPS],
    ['inverseSqrt', 'sqrt', ['layerNormStateGradient', 'layerNormWeightGradient']],
    ['sqrt', 'abs', ['squaredNorm']],
  ])('whose %s is %s is found in every op that takes it', async (right, wrong, idle) => {
    if (!gpu) return;
    const call = new RegExp(`\\b${right}\\(`, 'g');
    const faulty = asHardware(rewritten(gpu.device, (code) => code.replace(call, `${wrong}(`)));
    const holding = [...kernels].filter(([, shaders]) => [...shaders.values()].some((code) => code.search(call) >= 0));
    const message = await check(faulty).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toMatch(/^test adapter computes steps of training wrong \(.*\), so it is not used\.$/);
    const named = message.match(/\((.*)\)/)?.[1].split(', ') ?? [];
    expect(holding.map(([op]) => op).filter((op) => !named.includes(op))).toEqual(idle);
  });
});
