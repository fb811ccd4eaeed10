/** Starts the compute worker in the browser. */
import { TandemError } from '../errors';
import { ComputeClient } from './client';

export interface SpawnedWorker {
  client: ComputeClient;
  terminate(): void;
}

export function spawnComputeWorker(): SpawnedWorker {
  const worker = new Worker(new URL('./compute.worker.ts', import.meta.url), { type: 'module', name: 'tandem-compute' });
  const client = new ComputeClient(worker);
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    client.fail(
      new TandemError('internal', `The compute worker stopped: ${event.message || 'its script could not be loaded'}. Reload the page.`),
    );
  });
  return {
    client,
    terminate() {
      worker.terminate();
      client.fail(new TandemError('disposed', 'The compute worker was shut down.'));
    },
  };
}
