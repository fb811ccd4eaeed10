/** The worker that draws maps: it is ended where a person stops it, which the compute worker must not be. */
import { serveExplore } from './serve';

serveExplore(self as unknown as DedicatedWorkerGlobalScope);
