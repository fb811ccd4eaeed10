/** One compute worker for all models of a page or a process: started with the first, ended with the last. */
import type { ComputeClient } from '../workers/client';
import type { SpawnedWorker } from '../workers/spawn';

let start: () => SpawnedWorker;
let worker: (SpawnedWorker & { ready: Promise<unknown> }) | undefined;
let users = 0;
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
  worker ??= begin();
  users++;
  const lease = { client: worker.client, release };
  await worker.ready.catch((error) => {
    release();
    throw error;
  });
  return lease;
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

function begin() {
  const spawned = start();
  const ready = Promise.all([...taskModules].map((url) => spawned.client.call('registerTask', { url })));
  // Whoever leases it hears of it.
  ready.catch(() => undefined);
  return { ...spawned, ready };
}

function release(): void {
  users--;
  if (users > 0) return;
  worker?.terminate();
  worker = undefined;
}
