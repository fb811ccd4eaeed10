/** One compute worker for all models of a page: started with the first, ended with the last. */
import type { ComputeClient } from '../workers/client';
import { type SpawnedWorker, spawnComputeWorker } from '../workers/spawn';

let worker: SpawnedWorker | undefined;
let users = 0;

export interface Lease {
  client: ComputeClient;
  release(): void;
}

/** @param own a client of the caller's, which is never ended here */
export function leaseClient(own?: ComputeClient): Lease {
  if (own) return { client: own, release() {} };
  worker ??= spawnComputeWorker();
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
