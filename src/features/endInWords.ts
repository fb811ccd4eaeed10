/** What a run has come to, for who hears of it: a notification, a screen reader. */
import { plural } from '../plural';
import type { TrainState } from '../stores/trainStore';
import type { RunStatus } from '../train/runs/loop';
import type { KindInfo } from '../workers/protocol';
import { summary } from './runSummary';

const WORDS: Record<RunStatus | 'running' | 'unreadable', string> = {
  finished: 'Training has finished.',
  stopped: 'Training was stopped.',
  'stopped early': 'Training has ended early.',
  diverged: 'Training has ended: the loss was no longer a number.',
  running: 'Training was interrupted.',
  unreadable: 'The run cannot be read.',
};

/** @param state once nothing runs any more */
export function endInWords(
  { shown, swept, error }: Pick<TrainState, 'shown' | 'swept' | 'error'>,
  kinds: ReadonlyMap<string, KindInfo>,
): string {
  if (swept) return `Training has ended: ${swept.runs.length} of the ${plural(swept.planned, 'run')} of the sweep are done.`;
  if (shown) return `${WORDS[shown.status]} ${summary(shown, kinds)}`.trim();
  return error ? `Training has failed. ${error.message}` : 'Training was stopped before anything was learned.';
}
