/** Storage and staging buffers that are handed out again instead of being made anew: creating one is slow. */
export class BufferPool {
  private readonly free = new Map<string, GPUBuffer[]>();

  constructor(private readonly device: GPUDevice) {}

  /** A buffer of at least `bytes` bytes; its content is whatever was there before. */
  acquire(bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const size = sizeClass(bytes);
    return this.free.get(`${usage}:${size}`)?.pop() ?? this.device.createBuffer({ size, usage });
  }

  /** Gives a buffer back. It may be handed out at once: GPU work is ordered by the queue. */
  release(buffer: GPUBuffer): void {
    const key = `${buffer.usage}:${buffer.size}`;
    const list = this.free.get(key);
    if (list) list.push(buffer);
    else this.free.set(key, [buffer]);
  }

  destroy(): void {
    for (const buffer of [...this.free.values()].flat()) buffer.destroy();
    this.free.clear();
  }
}

/** Powers of two from 256 bytes to 1 MiB, whole MiB above: reuse without doubling the large ones. */
function sizeClass(bytes: number): number {
  const MiB = 1 << 20;
  if (bytes > MiB) return Math.ceil(bytes / MiB) * MiB;
  return Math.max(256, 2 ** Math.ceil(Math.log2(bytes)));
}
