/** The page's side of the compute worker: every method of the protocol as a promise. */
import { aborted, TandemError } from '../errors';
import type { HearRequest } from '../model/requests';
import type { FromWorker, Method, Methods, Progress, ToWorker, WorkerEvent } from './protocol';

/** The end of a channel to a worker: a Worker, or a MessagePort where both sides share a thread. */
export interface Channel {
  postMessage(message: ToWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FromWorker>) => void): void;
}

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: TandemError): void;
  onProgress?: (progress: Progress) => void;
}

export class ComputeClient {
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Set<(event: WorkerEvent) => void>();
  private hearRequest: HearRequest | undefined;
  private lastId = 0;
  private dead: TandemError | undefined;

  constructor(private readonly channel: Channel) {
    channel.addEventListener('message', ({ data }) => this.receive(data));
  }

  /**
   * @throws TandemError with the code of what went wrong in the worker; `aborted` once the signal fires
   */
  call<M extends Method>(method: M, params: Methods[M]['params'], { signal, onProgress }: CallOptions = {}): Promise<Methods[M]['result']> {
    if (this.dead) return Promise.reject(this.dead);
    if (signal?.aborted) return Promise.reject(aborted('The job'));
    const id = ++this.lastId;
    const cancel = () => this.channel.postMessage({ kind: 'cancel', id });
    const answer = new Promise<Methods[M]['result']>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (result: unknown) => void, reject, onProgress });
      this.channel.postMessage({ kind: 'call', id, method, params } as ToWorker);
      signal?.addEventListener('abort', cancel, { once: true });
    });
    return answer.finally(() => signal?.removeEventListener('abort', cancel));
  }

  /** Whether a call is open. */
  get busy(): boolean {
    return this.pending.size > 0;
  }

  /** Whether the worker is gone. */
  get isDead(): boolean {
    return this.dead !== undefined;
  }

  /** @returns a function that stops listening */
  onEvent(listener: (event: WorkerEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @param hear told of every request that the worker makes to another machine */
  onRequest(hear: HearRequest): void {
    this.hearRequest = hear;
  }

  /** Ends every open call, and every later one, with `error`: the worker is gone. */
  fail(error: TandemError): void {
    this.dead ??= error;
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }

  private receive(message: FromWorker): void {
    if (message.kind === 'pong' || message.kind === 'alive') return;
    if (message.kind === 'request') {
      this.hearRequest?.(message.request);
      return;
    }
    if (message.kind === 'event') {
      for (const listener of this.listeners) listener(message.event);
      return;
    }
    const pending = this.pending.get(message.id);
    if (!pending) return;
    if (message.kind === 'progress') {
      pending.onProgress?.(message.progress);
      return;
    }
    this.pending.delete(message.id);
    if (message.kind === 'result') pending.resolve(message.result);
    else pending.reject(new TandemError(message.error.code, message.error.message));
  }
}
