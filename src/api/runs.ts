/** Runs as the browser, or the folder in Node, keeps them: of all models, also of earlier visits. */
import type { RunRecord } from '../train/runs/runs';
import type { WorkerOptions } from './options';
import { withClient } from './sharedWorker';

/**
 * @returns kept runs, the newest first. One that is `resumable` was interrupted, and goes on by
 *   {@link MultiTaskSentenceTransformer.resumeRun}; what others have learned is used by {@link MultiTaskSentenceTransformer.useRun}.
 */
export function listRuns({ client }: WorkerOptions = {}): Promise<RunRecord[]> {
  return withClient(client, (worker) => worker.call('runs', undefined));
}

/** Forgets a kept run and its weights. */
export function removeRun(id: string, { client }: WorkerOptions = {}): Promise<void> {
  return withClient(client, (worker) => worker.call('removeRun', { run: id }));
}
