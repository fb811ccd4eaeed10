/** Tandem as a library in the browser: `import { SentenceTransformer } from './tandem.js'`. */
import { spawnComputeWorker } from '../workers/spawn';
import { startWorkersBy } from './sharedWorker';

startWorkersBy(spawnComputeWorker);

export * from './tandem';
