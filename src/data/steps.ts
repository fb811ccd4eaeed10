/**
 * Long work in steps: in a worker a cancel, and whatever else is asked, is heard between two of them; in one go where nobody waits.
 */
import { breather } from '../breather';
import { throwIfAborted } from '../errors';

export type Steps<T> = Generator<void, T, void>;

/** Rows between two steps: some milliseconds. */
const ROWS = 2000;

/** Does something with each item, and a step now and then. */
export function* forEach<T>(items: readonly T[], task: (item: T, index: number) => void): Steps<void> {
  for (const [i, item] of items.entries()) {
    task(item, i);
    if (i % ROWS === ROWS - 1) yield;
  }
}

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** @param what is done, for the error @throws TandemError `aborted`, and what the steps throw */
export async function inTurns<T>(steps: Steps<T>, signal: AbortSignal | undefined, what: string): Promise<T> {
  const breathe = breather();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await breathe();
    throwIfAborted(signal, what);
  }
}
