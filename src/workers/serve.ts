/** Answers calls from a message port, one result or error each, and cancels them on request. */
import { toTandemError } from '../errors';
import type { FromWorker, Method, Methods, Progress, ToWorker, WorkerEvent } from './protocol';

export interface CallContext {
  signal: AbortSignal;
  progress(progress: Progress): void;
}

/** One function per method of the protocol. */
export type Service = { [M in Method]: (params: Methods[M]['params'], context: CallContext) => Promise<Methods[M]['result']> };

export interface ServerPort {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}

export function serve(port: ServerPort, create: (emit: (event: WorkerEvent) => void) => Service): void {
  const service = create((event) => port.postMessage({ kind: 'event', event }));
  const running = new Map<number, AbortController>();

  port.addEventListener('message', async ({ data: message }) => {
    if (message.kind === 'ping') {
      port.postMessage({ kind: 'pong' });
      return;
    }
    const { id } = message;
    if (message.kind === 'cancel') {
      running.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    const context: CallContext = {
      signal: controller.signal,
      progress: (progress) => port.postMessage({ kind: 'progress', id, progress }),
    };
    try {
      // The protocol pairs every method with its parameters; the pairing is lost to the compiler here.
      const method = service[message.method] as (params: unknown, context: CallContext) => Promise<Methods[Method]['result']>;
      const result = await method.call(service, message.params, context);
      port.postMessage({ kind: 'result', id, result }, transferables(result));
    } catch (thrown) {
      const { code, message: text } = toTandemError(thrown);
      port.postMessage({ kind: 'error', id, error: { code, message: text } });
    } finally {
      running.delete(id);
    }
  });
}

/** The one large buffer of a tensor-like result is handed over, not copied. */
function transferables(result: unknown): Transferable[] {
  const data = (result as { data?: unknown } | undefined)?.data;
  return data instanceof Float32Array ? [data.buffer as ArrayBuffer] : [];
}
