/** A device some of whose members are others. */
export function deviceWith(device: GPUDevice, members: Partial<GPUDevice>): GPUDevice {
  return new Proxy(device, {
    get(target, key) {
      if (key in members) return Reflect.get(members, key);
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Takes the kernels that GPUs take, on whatever adapter. */
export const asHardware = (device: GPUDevice): GPUDevice => deviceWith(device, { adapterInfo: undefined });
