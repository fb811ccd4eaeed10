/** Storage and staging buffers that are handed out again instead of being made anew: creating one is slow. */
export class BufferPool {
  private readonly free = new Map<GPUBufferUsageFlags, GPUBuffer[]>();

  constructor(private readonly device: Pick<GPUDevice, 'createBuffer'>) {}

  /** A buffer of at least `bytes` bytes; its content is whatever was there before. */
  acquire(bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const size = sizeClass(bytes);
    const list = this.free.get(usage) ?? [];
    // Small ones of their own class; a large one takes what is there rather than more memory.
    const fits = list.filter((buffer) => buffer.size === size || (size > LARGE && buffer.size > size));
    if (fits.length === 0) return this.device.createBuffer({ size, usage });
    const smallest = fits.reduce((a, b) => (b.size < a.size ? b : a));
    list.splice(list.indexOf(smallest), 1);
    return smallest;
  }

  /** Gives a buffer back. It may be handed out at once: GPU work is ordered by the queue. */
  release(buffer: GPUBuffer): void {
    const list = this.free.get(buffer.usage);
    if (list) list.push(buffer);
    else this.free.set(buffer.usage, [buffer]);
  }

  destroy(): void {
    for (const buffer of [...this.free.values()].flat()) buffer.destroy();
    this.free.clear();
  }
}

const LARGE = 1 << 20;

/** Powers of two from 256 bytes to 1 MiB, whole MiB above: reuse without doubling the large ones. */
function sizeClass(bytes: number): number {
  if (bytes > LARGE) return Math.ceil(bytes / LARGE) * LARGE;
  return Math.max(256, 2 ** Math.ceil(Math.log2(bytes)));
}
