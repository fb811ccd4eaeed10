/** The compute service in the caller's own thread, behind the same messages as a worker. */
import { TandemError } from '../errors';
import { type Channel, ComputeClient } from '../workers/client';
import type { ServiceHost } from '../workers/host';
import { type ServerPort, serve } from '../workers/serve';
import { createService } from '../workers/service';
import type { SpawnedWorker } from '../workers/spawn';

export function startInProcess(host: ServiceHost): SpawnedWorker {
  const [page, worker] = channel();
  serve(worker, (emit) => createService(host, emit));
  const client = new ComputeClient(page);
  return { client, terminate: () => client.fail(new TandemError('disposed', 'Everything was disposed of. Load the model again.')) };
}

/**
 * Two ends that hear each other. Unlike a MessageChannel it keeps no process alive that has nothing left to do, and files keep
 * their names on the way, which Node's structured clone forgets.
 */
function channel(): [Channel, ServerPort] {
  type Listener = (event: MessageEvent) => void;
  const heard: [Listener[], Listener[]] = [[], []];
  const end = (own: 0 | 1) => ({
    addEventListener: (_type: 'message', listener: Listener) => void heard[own].push(listener),
    postMessage(message: unknown) {
      const event = { data: copied(message) } as MessageEvent;
      setImmediate(() => {
        for (const listener of heard[1 - own]) listener(event);
      });
    },
  });
  return [end(0), end(1)];
}

/** So that neither side changes what the other one holds. Files and tensors are handed over as they are. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copied(entry)]));
}
