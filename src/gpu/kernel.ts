import { TandemError } from '../errors';
import { giveUp, rejectWhenLost } from './loss';

/**
 * A compute kernel as data: its WGSL, and the order of what it binds. Pipelines are made once a
 * device and kept. Convention: binding 0 is a uniform of u32 sizes, storage buffers follow.
 */
export interface Kernel {
  name: string;
  wgsl: string;
  /** The function to run. Default: `main`. */
  entryPoint?: string;
  /** `const NAME = value;` lines of the shader to give another value. */
  constants?: Record<string, number>;
}

const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

function pipelinesOf(device: GPUDevice): Map<string, GPUComputePipeline> {
  const made = pipelines.get(device) ?? new Map<string, GPUComputePipeline>();
  pipelines.set(device, made);
  return made;
}

export function pipelineFor(device: GPUDevice, kernel: Kernel): GPUComputePipeline {
  const made = pipelinesOf(device);
  const code = specialise(kernel);
  const key = keyOf(kernel, code);
  const pipeline = made.get(key) ?? device.createComputePipeline(descriptorOf(device, kernel, code));
  made.set(key, pipeline);
  return pipeline;
}

/**
 * Makes the pipelines of many kernels side by side, where making one after another may hold up all that the browser draws.
 *
 * @throws TandemError `device-lost` for a device that refuses one
 */
export async function preparePipelines(device: GPUDevice, kernels: Iterable<Kernel>): Promise<void> {
  const made = pipelinesOf(device);
  const missing = new Map<string, GPUComputePipelineDescriptor>();
  for (const kernel of kernels) {
    const code = specialise(kernel);
    const key = keyOf(kernel, code);
    if (!made.has(key) && !missing.has(key)) missing.set(key, descriptorOf(device, kernel, code));
  }
  const making = [...missing].map(async ([key, descriptor]) => {
    made.set(key, await device.createComputePipelineAsync(descriptor));
  });
  await Promise.race([Promise.all(making), rejectWhenLost(device)]).catch((thrown) => {
    if (!(thrown instanceof TandemError)) giveUp(device, thrown.message);
    return rejectWhenLost(device);
  });
}

const keyOf = ({ entryPoint = 'main' }: Kernel, code: string) => `${entryPoint}\n${code}`;

function descriptorOf(device: GPUDevice, { name, entryPoint = 'main' }: Kernel, code: string): GPUComputePipelineDescriptor {
  const module = device.createShaderModule({ label: name, code });
  return { label: name, layout: 'auto', compute: { module, entryPoint } };
}

/** @throws RangeError when the shader has no such constant */
export function specialise({ name, wgsl, constants = {} }: Kernel): string {
  return Object.entries(constants).reduce((code, [constant, value]) => {
    const line = new RegExp(`(const ${constant}\\s*(?::\\s*\\w+)?\\s*=\\s*)[^;]+;`);
    if (!line.test(code)) throw new RangeError(`kernel ${name} has no constant ${constant}`);
    return code.replace(line, `$1${value};`);
  }, wgsl);
}
