import type { RunRecord } from '../../../train/runs/runs';
import { when } from '../../../ui/format';

/** What a run is called: as a person named it, or by when it was started. */
export const runName = ({ about, started }: Pick<RunRecord, 'about' | 'started'>): string => about?.name || when(started);

/** The same inside a sentence: `the run “base”`, `the run of May 3, 2026, 2:10 PM`. */
export const theRun = ({ about, started }: Pick<RunRecord, 'about' | 'started'>): string =>
  about?.name ? `the run “${about.name}”` : `the run of ${when(started)}`;
