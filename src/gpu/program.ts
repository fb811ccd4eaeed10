/**
 * Dispatches recorded once and replayed: pipelines, bind groups and sizes are made when the program is
 * built, so that a run is one pass of set-and-dispatch, and nothing is allocated.
 */
import { wantsLargeBlocks } from './device';
import { type BufferSlice, bindingOf, type Dispatcher, Usage, type Workgroups } from './dispatcher';
import { type Kernel, pipelineFor, preparePipelines } from './kernel';
import type { Profiler } from './profiler';

interface Step {
  name: string;
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: Workgroups;
}

interface Recorded {
  kernel: Kernel;
  sizes: number[];
  bindings: BufferSlice[];
  workgroups: Workgroups;
}

export class ProgramBuilder implements Dispatcher {
  private readonly recorded: Recorded[] = [];

  constructor(private readonly device: GPUDevice) {}

  get largeBlocks(): boolean {
    return wantsLargeBlocks(this.device);
  }

  dispatch(kernel: Kernel, sizes: number[], bindings: BufferSlice[], workgroups: Workgroups): void {
    this.recorded.push({ kernel, sizes, bindings, workgroups });
  }

  /** As {@link build}, with new pipelines made side by side. @throws TandemError `device-lost` */
  async buildAsync(): Promise<Program> {
    await preparePipelines(
      this.device,
      this.recorded.map(({ kernel }) => kernel),
    );
    return this.build();
  }

  build(): Program {
    const { device, recorded } = this;
    const stride = device.limits.minUniformBufferOffsetAlignment;
    const words = new Uint32Array((Math.max(1, recorded.length) * stride) / 4);
    for (const [i, { sizes }] of recorded.entries()) words.set(sizes, (i * stride) / 4);
    const uniforms = device.createBuffer({ size: words.byteLength, usage: Usage.UNIFORM | Usage.COPY_DST });
    device.queue.writeBuffer(uniforms, 0, words);
    const steps = recorded.map(({ kernel, sizes, bindings, workgroups }, i): Step => {
      const pipeline = pipelineFor(device, kernel);
      const uniform = { buffer: uniforms, offset: i * stride, bytes: 16 * Math.ceil(sizes.length / 4) };
      const entries = [uniform, ...bindings].map((slice, binding) => ({ binding, resource: bindingOf(slice) }));
      return {
        name: kernel.name,
        pipeline,
        bindGroup: device.createBindGroup({ label: kernel.name, layout: pipeline.getBindGroupLayout(0), entries }),
        workgroups,
      };
    });
    return new Program(steps, uniforms);
  }
}

export class Program {
  constructor(
    private readonly steps: Step[],
    private readonly uniforms: GPUBuffer,
  ) {}

  /** Number of dispatches a run makes. */
  get dispatches(): number {
    return this.steps.length;
  }

  /** @param profiler times every dispatch, which then each has a pass of its own */
  encode(encoder: GPUCommandEncoder, profiler?: Profiler): void {
    let pass = profiler ? undefined : encoder.beginComputePass();
    for (const { name, pipeline, bindGroup, workgroups } of this.steps) {
      if (profiler) pass = encoder.beginComputePass(profiler.pass(name));
      pass?.setPipeline(pipeline);
      pass?.setBindGroup(0, bindGroup);
      pass?.dispatchWorkgroups(...workgroups);
      if (profiler) pass?.end();
    }
    if (!profiler) pass?.end();
  }

  destroy(): void {
    this.uniforms.destroy();
  }
}
