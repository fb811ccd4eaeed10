/** A device some of whose members are others. */
export const deviceWith = (device: GPUDevice, members: Partial<GPUDevice>): GPUDevice => withMembers(device, members);

/** An object of the browser some of whose members are others. */
export function withMembers<T extends object>(object: T, members: Partial<T>): T {
  return new Proxy(object, {
    get(target, key) {
      if (key in members) return Reflect.get(members, key);
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Takes the kernels that GPUs take, on whatever adapter. */
export const asHardware = (device: GPUDevice): GPUDevice => deviceWith(device, { adapterInfo: undefined });
