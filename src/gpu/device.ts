/** Asks for the one GPUDevice that ONNX Runtime and our own kernels share, with all the limits its adapter has. */

import { giveUp } from './loss';

/** A device and what is known of the adapter behind it. */
export interface Gpu {
  device: GPUDevice;
  /** A name a person recognises, as far as the browser tells one. */
  name: string;
  /** True for adapters that compute on the CPU (SwiftShader, llvmpipe, WARP). */
  isSoftware: boolean;
}

const WANTED_FEATURES: GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

/** Defaults are too small for us: the default storage binding is 128 MiB, a large vocabulary's embeddings are more. */
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies (keyof GPUSupportedLimits)[];

/**
 * @param gpu `navigator.gpu`, or what `webgpu` (Dawn) creates in Node
 * @returns undefined where there is no adapter
 */
export async function requestGpu(gpu: GPU | undefined): Promise<Gpu | undefined> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return undefined;
  const device = await adapter.requestDevice({
    requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  device.addEventListener('uncapturederror', ({ error }) => giveUp(device, error.message));
  return { device, name: adapterName(adapter.info), isSoftware: isSoftware(adapter.info) };
}

export function isSoftware(info: GPUAdapterInfo): boolean {
  const words = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
  return info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|basic render|software/i.test(words);
}

/** Whether a device computes on the CPU, its threads in groups of four or more that exchange values (kernels/matmul/block.wgsl). */
export function wantsLargeBlocks({ adapterInfo, features }: GPUDevice): boolean {
  return adapterInfo !== undefined && isSoftware(adapterInfo) && features.has('subgroups') && adapterInfo.subgroupMinSize >= 4;
}

function adapterName(info: GPUAdapterInfo): string {
  return info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'unnamed adapter';
}
