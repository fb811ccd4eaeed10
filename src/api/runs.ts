/** Runs as the browser, or the folder in Node, keeps them: of all models, also of earlier visits. */
import type { RunRecord } from '../train/runs/runs';
import type { ClientOptions } from './options';
import { withClient } from './sharedWorker';

/**
 * @returns kept runs, the newest first. One that is `resumable` was interrupted, and goes on by
 *   {@link MultiTaskSentenceTransformer.resumeRun}; what others have learned is used by {@link MultiTaskSentenceTransformer.useRun}.
 */
export function listRuns(options: ClientOptions = {}): Promise<RunRecord[]> {
  return withClient(options.client, (worker) => worker.call('runs', undefined));
}

/** Forgets a kept run and its weights. */
export function removeRun(id: string, options: ClientOptions = {}): Promise<void> {
  return withClient(options.client, (worker) => worker.call('removeRun', { run: id }));
}
