import { TandemError } from '../../errors';
import { startModule } from '../startModule';
import { ExploreClient } from './client';
import script from './explore.worker.ts?worker&url';

/** Starts a worker under the page's security policy. */
export function spawnExplore(): ExploreClient {
  const worker = startModule(new URL(script, import.meta.url), { type: 'module', name: 'tandem-explore' }, true);
  const client = new ExploreClient(worker);
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const why = event.message ? `: ${event.message}` : ', most likely because memory ran out';
    client.end(new TandemError('worker-lost', `The worker that draws the map stopped${why}. Draw it again, or take fewer sentences.`));
  });
  return client;
}
