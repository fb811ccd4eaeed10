/** Runs as the browser, or the folder in Node, keeps them: of all models, also of earlier visits. */
import type { RunAbout } from '../train/runs/about';
import type { RunDetails, RunRecord } from '../train/runs/runs';
import type { ClientOptions } from './options';
import { withClient } from './sharedWorker';

/**
 * @returns kept runs, the newest first. One that is `resumable` was interrupted, and goes on by
 *   {@link MultiTaskSentenceTransformer.resumeRun}; what others have learned is used by {@link MultiTaskSentenceTransformer.useRun}.
 */
export function listRuns(options: ClientOptions = {}): Promise<RunRecord[]> {
  return withClient(options.client, (worker) => worker.call('runs', undefined));
}

/**
 * Gives a kept run a name or notes, which the card of its exports has as well, or pins it.
 *
 * @param about what is left out stays; an empty text and false take back what was said
 * @returns all that is said of the run then
 * @throws TandemError `missing-file` for a run that is gone, `bad-input` for what is no text, and for a name of more than 200 characters
 */
export function describeRun(
  id: string,
  { name, notes, pinned }: Omit<RunAbout, 'removed'>,
  options: ClientOptions = {},
): Promise<RunAbout> {
  const said = Object.entries({ name, notes, pinned }).filter(([, value]) => value !== undefined);
  return withClient(options.client, (worker) => worker.call('describeRun', { run: id, about: Object.fromEntries(said) }));
}

/**
 * Stores a run that is `unkept`, and the encoder that it trained, once there is room: in the visit in which it was trained.
 *
 * @returns the run
 * @throws TandemError `storage-full` where there still is no room, `missing-file` for a run of an earlier visit
 */
export function keepRun(id: string, options: ClientOptions = {}): Promise<RunDetails> {
  return withClient(options.client, (worker) => worker.call('keepRun', { run: id }));
}

/** Forgets a kept run and its weights, for good. */
export function removeRun(id: string, options: ClientOptions = {}): Promise<void> {
  return withClient(options.client, (worker) => worker.call('removeRun', { run: id }));
}
