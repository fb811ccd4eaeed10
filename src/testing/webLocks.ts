/** Web Locks of one page, for Node, which has none: exclusive ones, given in the order in which they were asked for. */
export class WebLocks {
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly holders = new Set<string>();

  async request<T>(
    name: string,
    { ifAvailable = false, signal }: { ifAvailable?: boolean; signal?: AbortSignal },
    task: (lock: { name: string } | null) => Promise<T> | T,
  ): Promise<T> {
    if (ifAvailable && this.holders.has(name)) return task(null);
    const before = this.queues.get(name) ?? Promise.resolve();
    const aborted = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const mine = Promise.race([before, aborted]).then(async () => {
      this.holders.add(name);
      try {
        return await task({ name });
      } finally {
        this.holders.delete(name);
      }
    });
    this.queues.set(
      name,
      mine.catch(() => before),
    );
    if (ifAvailable) this.holders.add(name);
    return mine;
  }

  async query(): Promise<{ held: { name: string }[] }> {
    return { held: [...this.holders].map((name) => ({ name })) };
  }
}
