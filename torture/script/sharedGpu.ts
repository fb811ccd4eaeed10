/** A software GPU that serves every run of the script until it is lost. */
import type { Gpu } from '../../src/gpu/device';
import { nodeGpu } from '../../src/testing/nodeGpu';
import { losableGpu } from '../faults/losableGpu';

let losable: GPU | undefined;
let opened: Promise<Gpu | undefined> | undefined;

/** @returns the same device until that is lost, another one then */
export function sharedGpu(): Promise<Gpu | undefined> {
  opened ??= nodeGpu((gpu) => {
    losable ??= losableGpu(gpu);
    return losable;
  }).then((gpu) => {
    void gpu?.device.lost.then(() => {
      opened = undefined;
    });
    return gpu;
  });
  return opened;
}
