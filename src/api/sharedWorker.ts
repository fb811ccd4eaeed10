/** One compute worker for all models of a page or a process: started with the first, ended with the last. */
import type { ComputeClient } from '../workers/client';
import type { SpawnedWorker } from '../workers/spawn';

let start: () => SpawnedWorker;
let worker: SpawnedWorker | undefined;
let users = 0;

export interface Lease {
  client: ComputeClient;
  release(): void;
}

/** Called by the entry of each surrounding: the browser's, Node's. */
export function startWorkersBy(spawn: () => SpawnedWorker): void {
  start = spawn;
}

/** @param own a client of the caller's, which is never ended here */
export function leaseClient(own?: ComputeClient): Lease {
  if (own) return { client: own, release() {} };
  worker ??= start();
  users++;
  return {
    client: worker.client,
    release() {
      users--;
      if (users > 0) return;
      worker?.terminate();
      worker = undefined;
    },
  };
}
