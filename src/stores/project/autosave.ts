/** Writes a project as one works: soon after every change, and at once when the page is about to go away. */
import type { KeptSource, Work } from '../../project/project';
import { sourceOf, type WorkStores, watchWork, workOf } from './work';

/** A change is written at once, and those that follow it so closely together. */
const PAUSE_MS = 200;

export interface Kept {
  work?: Work;
  source?: KeptSource;
}

export interface Autosave {
  /** Writes what is not written yet. */
  flush(): Promise<void>;
  /** Writes no more. */
  stop(): void;
}

/**
 * @param kept what is written already
 * @param save writes; what it throws is its own to report, and the same work is tried again after the next change
 */
export function autosave(stores: WorkStores, kept: Kept, save: (now: Required<Pick<Kept, 'work'>> & Kept) => Promise<void>): Autosave {
  let written = kept;
  /** A project in which nothing was done is not worth keeping. */
  const untouched = { ...workOf(stores), model: undefined };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wrote = Number.NEGATIVE_INFINITY;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    const work = workOf(stores, written.work);
    // While a data set is being read, the one that is kept stays.
    const source = sourceOf(stores) ?? (work.data ? written.source : undefined);
    const before = written.work ?? { ...untouched, model: work.model };
    if (source === written.source && sameWork(work, before)) return;
    try {
      await save({ work, source });
      written = { work, source };
    } catch {
      // Reported by `save`.
    }
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    wrote = performance.now();
    writing = writing.then(write);
    return writing;
  };
  const unwatch = watchWork(stores, () => {
    timer ??= setTimeout(() => void flush(), Math.max(0, wrote + PAUSE_MS - performance.now()));
  });
  return {
    flush,
    stop() {
      unwatch();
      clearTimeout(timer);
    },
  };
}

/** The text may be long: it is compared as one value, and the rest, which is small, as it would be written. */
function sameWork({ text, ...rest }: Work, { text: before, ...restBefore }: Work): boolean {
  return text === before && JSON.stringify(rest) === JSON.stringify(restBefore);
}
