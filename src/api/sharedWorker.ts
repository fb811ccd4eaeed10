/**
 * One compute worker for all models of a page or a process: started with the first, ended with the last. Where it died, the next
 * call that needs one starts another; models of the dead one have to be loaded again.
 */
import type { ComputeClient } from '../workers/client';
import type { SpawnedWorker } from '../workers/spawn';

interface SharedWorker extends SpawnedWorker {
  /** Settles once it knows the task kinds that were registered. */
  ready: Promise<unknown>;
  users: number;
}

let start: () => SpawnedWorker;
let current: SharedWorker | undefined;
/** URLs of task kinds, which every worker has to be shown anew. */
const taskModules = new Set<string>();

export interface Lease {
  client: ComputeClient;
  release(): void;
}

/** Called by the entry of each surrounding: the browser's, Node's. */
export function startWorkersBy(spawn: () => SpawnedWorker): void {
  start = spawn;
}

/** @param own a client of the caller's, which is never ended here */
export async function leaseClient(own?: ComputeClient): Promise<Lease> {
  if (own) return { client: own, release() {} };
  const worker = current && !current.client.isDead ? current : begin();
  current = worker;
  worker.users++;
  const release = () => leave(worker);
  await worker.ready.catch((error) => {
    release();
    throw error;
  });
  return { client: worker.client, release };
}

/** Has every worker from now on know a task kind. */
export function keepTaskModule(url: string): void {
  taskModules.add(url);
}

/** Calls the worker that there is, or one for this call. */
export async function withClient<T>(own: ComputeClient | undefined, work: (client: ComputeClient) => Promise<T>): Promise<T> {
  const { client, release } = await leaseClient(own);
  return work(client).finally(release);
}

function begin(): SharedWorker {
  const spawned = start();
  const ready = Promise.all([...taskModules].map((url) => spawned.client.call('registerTask', { url })));
  // Whoever leases it hears of it.
  ready.catch(() => undefined);
  return { ...spawned, ready, users: 0 };
}

function leave(worker: SharedWorker): void {
  worker.users--;
  if (worker.users > 0) return;
  worker.terminate();
  if (current === worker) current = undefined;
}
