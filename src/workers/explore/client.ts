/** The page's side of the worker that draws maps. */
import { aborted, TandemError } from '../../errors';
import type { ExploreCall, ExploreMethod, ExploreMethods, ExploreProgress, FromExplore } from './protocol';

/** A Worker, or whatever answers in its place. */
export interface ExploreChannel {
  postMessage(message: ExploreCall, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FromExplore>) => void): void;
  terminate(): void;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: TandemError): void;
  onProgress?: (progress: ExploreProgress) => void;
}

export class ExploreClient {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private ended: TandemError | undefined;

  constructor(private readonly channel: ExploreChannel) {
    channel.addEventListener('message', ({ data }) => this.receive(data));
  }

  /** @param transfer buffers that are handed over */
  call<M extends ExploreMethod>(
    method: M,
    params: ExploreMethods[M]['params'],
    { onProgress, transfer = [] }: { onProgress?: Pending['onProgress']; transfer?: Transferable[] } = {},
  ): Promise<ExploreMethods[M]['result']> {
    if (this.ended) return Promise.reject(this.ended);
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (result: unknown) => void, reject, onProgress });
      this.channel.postMessage({ id, method, params }, transfer);
    });
  }

  /** Ends it, and every open call with `error`. Default: as stopped */
  end(error = aborted('Drawing the map')): void {
    this.ended = error;
    this.channel.terminate();
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }

  private receive(message: FromExplore): void {
    const pending = this.pending.get(message.id);
    if (!pending) return;
    if (message.kind === 'progress') {
      pending.onProgress?.(message.progress);
      return;
    }
    this.pending.delete(message.id);
    if (message.kind === 'result') pending.resolve(message.result);
    else pending.reject(new TandemError(message.code, message.message));
  }
}
