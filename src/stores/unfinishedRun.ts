/** The run that this tab trains, remembered over a reload, so that it goes on when the project is there again. */
import { rememberedByTab, rememberForTab } from './preferences';
import { type InterruptedRun, interruptedRun } from './recovery';
import type { TrainStore } from './trainStore';

interface Unfinished {
  project: string;
  run: InterruptedRun;
  /** How often it went on without finishing an epoch before the page was left again. */
  inARow: number;
}

const NAME = 'run';
const NONE = '';

const write = (unfinished: Unfinished) => rememberForTab(NAME, JSON.stringify(unfinished));

function read(): Unfinished | undefined {
  const written = rememberedByTab(NAME);
  return written ? (JSON.parse(written) as Unfinished) : undefined;
}

export const forgetUnfinished = (): void => rememberForTab(NAME, NONE);

/** @returns what was under way in this tab when the project was left, counting this time; undefined where nothing was */
export function takeUnfinished(project: string): Pick<Unfinished, 'run' | 'inARow'> | undefined {
  const unfinished = read();
  if (unfinished?.project !== project) return undefined;
  const { run } = unfinished;
  const inARow = run.progressed ? 1 : unfinished.inARow + 1;
  write({ project, run: { ...run, progressed: false }, inARow });
  return { run, inARow };
}

/**
 * Remembers what is under way for as long as it is.
 *
 * @param inARow of the run that goes on, if one does
 * @returns a function that ends the watch, and forgets nothing
 */
export function watchUnfinished(train: TrainStore, project: string, inARow = 0): () => void {
  return train.subscribe(({ running, history }, before) => {
    if (running === before.running && history === before.history) return;
    const run = interruptedRun(train);
    if (run) write({ project, run, inARow });
    else if (before.running) forgetUnfinished();
  });
}
