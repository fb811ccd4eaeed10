/** A GPU of whose calls one fails. */
import { deviceWith } from '../../src/testing/deviceWith';
import type { Turn } from '../../src/testing/turn';

/**
 * - `lost`: the device is lost just before the call
 * - `fails`: the call itself does: there is no more memory, a shader is refused, a result cannot be read
 */
export const GPU_FAULTS = ['lost', 'fails'] as const;
export type GpuFault = (typeof GPU_FAULTS)[number];

/** More than any device has. */
const TOO_LARGE = 2 ** 50;

/** @param turn counts calls of the device, its queue and the reading of its buffers */
export function faultyDevice(device: GPUDevice, turn: Turn, how: GpuFault | undefined): GPUDevice {
  /** @returns whether the call is to fail */
  const next = () => {
    if (!turn.next() || !how) return false;
    if (how === 'fails') return true;
    device.destroy();
    return false;
  };
  const { queue } = device;
  const counted = Object.assign(Object.create(queue) as GPUQueue, {
    submit(buffers: Iterable<GPUCommandBuffer>) {
      // A queue refuses nothing by itself: what it cannot do any more is lost with the device.
      if (next()) device.destroy();
      queue.submit(buffers);
    },
    writeBuffer(...to: Parameters<GPUQueue['writeBuffer']>) {
      if (next()) device.destroy();
      queue.writeBuffer(...to);
    },
  });
  return deviceWith(device, {
    queue: counted,
    createBuffer(descriptor) {
      const buffer = device.createBuffer(next() ? { ...descriptor, size: TOO_LARGE } : descriptor);
      const mapAsync = buffer.mapAsync.bind(buffer);
      buffer.mapAsync = async (...range) => {
        if (next()) throw new DOMException('The buffer could not be mapped.', 'OperationError');
        return mapAsync(...range);
      };
      return buffer;
    },
    createShaderModule: (descriptor) => device.createShaderModule(next() ? { ...descriptor, code: 'fn' } : descriptor),
  });
}
