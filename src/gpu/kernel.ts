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

export function pipelineFor(device: GPUDevice, kernel: Kernel): GPUComputePipeline {
  let cache = pipelines.get(device);
  if (!cache) {
    cache = new Map();
    pipelines.set(device, cache);
  }
  const code = specialise(kernel);
  const { name, entryPoint = 'main' } = kernel;
  const key = `${entryPoint}\n${code}`;
  let pipeline = cache.get(key);
  if (!pipeline) {
    const module = device.createShaderModule({ label: name, code });
    pipeline = device.createComputePipeline({ label: name, layout: 'auto', compute: { module, entryPoint } });
    cache.set(key, pipeline);
  }
  return pipeline;
}

/** @throws RangeError when the shader has no such constant */
export function specialise({ name, wgsl, constants = {} }: Kernel): string {
  return Object.entries(constants).reduce((code, [constant, value]) => {
    const line = new RegExp(`(const ${constant}\\s*(?::\\s*\\w+)?\\s*=\\s*)[^;]+;`);
    if (!line.test(code)) throw new RangeError(`kernel ${name} has no constant ${constant}`);
    return code.replace(line, `$1${value};`);
  }, wgsl);
}
