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
  /** Written, or under way. */
  let latest = kept;
  /** A project in which nothing was done is not worth keeping. */
  const untouched = { ...workOf(stores), model: undefined };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wrote = Number.NEGATIVE_INFINITY;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    const work = workOf(stores, latest.work);
    // While a data set is being read, the one that is kept stays.
    const source = sourceOf(stores) ?? (work.data ? latest.source : undefined);
    const before = latest.work ?? { ...untouched, model: work.model };
    if (source === latest.source && sameWork(work, before)) return;
    const now = { work, source };
    latest = now;
    try {
      await save(now);
      written = now;
    } catch {
      // Reported by `save`.
      if (latest === now) latest = written;
    }
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    wrote = performance.now();
    // A page that goes away does not wait for the writes before this one.
    writing = Promise.all([writing, write()]).then(() => undefined);
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
