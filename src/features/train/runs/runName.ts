import type { RunRecord } from '../../../train/runs/runs';
import { whenExactly } from '../../../ui/format';

type Named = Pick<RunRecord, 'about' | 'started' | 'sweep'>;

/** By when it was started; runs of a sweep may be of one second. */
const unnamed = ({ started, sweep }: Named): string => `${whenExactly(started)}${sweep ? ` (${sweep.run} of ${sweep.runs})` : ''}`;

/** What a run is called: as a person named it, or by when it was started. */
export const runName = (run: Named): string => run.about?.name || unnamed(run);

/** The same inside a sentence: `the run “base”`, `the run of May 3, 2026, 2:10:45 PM`. */
export const theRun = (run: Named): string => (run.about?.name ? `the run “${run.about.name}”` : `the run of ${unnamed(run)}`);
