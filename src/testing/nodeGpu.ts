/**
 * WebGPU in Node through Dawn, for the kernels' tests. On a machine without a GPU, Dawn computes on the
 * SwiftShader that comes with Chromium; where there is neither, the tests that need one are skipped by name.
 */
import { existsSync } from 'node:fs';
import { type Gpu, requestGpu } from '../gpu/device';

const SWIFTSHADER = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'].map(
  (folder) => `${folder}/vk_swiftshader_icd.json`,
);

// Devices live only as long as the object that create() returned.
let dawn: GPU | undefined;

export async function nodeGpu(): Promise<Gpu | undefined> {
  const icd = SWIFTSHADER.find(existsSync);
  if (icd) process.env.VK_ICD_FILENAMES ??= icd;
  try {
    const { create } = await import('webgpu');
    dawn ??= create(['backend=vulkan']);
    return await requestGpu(dawn);
  } catch {
    return undefined;
  }
}
