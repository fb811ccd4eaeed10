/** ONNX Runtime of the browser, in Node: its sessions on a device run on the CPU and leave their hidden states there. */
import type { InferenceSession } from 'onnxruntime-common';
import type { OrtRuntime } from '../inference/session';
import { nodeOrt } from './nodeHost';

/** ONNX Runtime whose WebGPU sessions are the test's; those on the CPU are real. */
export function ortWith(
  createOnGpu: (graph: Uint8Array, options: InferenceSession.SessionOptions) => Promise<InferenceSession>,
): OrtRuntime {
  return {
    Tensor: nodeOrt.Tensor,
    InferenceSession: {
      create: (graph, options) =>
        options.executionProviders?.[0] === 'cpu' ? nodeOrt.InferenceSession.create(graph, options) : createOnGpu(graph, options),
    },
  };
}

/** @param factor of the hidden states: 1 for a device that computes right */
export function sessionOnto(device: GPUDevice, factor: number) {
  return async (graph: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> => {
    const cpu = await nodeOrt.InferenceSession.create(graph, { externalData: options.externalData, executionProviders: ['cpu'] });
    const run = async (feeds: InferenceSession.FeedsType) => {
      const found = Object.entries(await cpu.run(feeds)).map(([name, { data }]) => {
        const values = (data as Float32Array).map((value) => value * factor);
        const gpuBuffer = device.createBuffer({ size: values.byteLength + 1024, usage: 0x80 | 0x8 | 0x4 });
        device.queue.writeBuffer(gpuBuffer, 0, values);
        return [name, { location: 'gpu-buffer', gpuBuffer, size: values.length, dispose() {} }];
      });
      return Object.fromEntries(found);
    };
    return { run, inputNames: cpu.inputNames, release: () => cpu.release() } as unknown as InferenceSession;
  };
}
