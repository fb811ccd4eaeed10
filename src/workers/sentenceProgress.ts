/** Turns "so many sentences done" into progress messages with a rate and the time left, at most ten per second. */
import type { Progress } from './protocol';

const INTERVAL_MS = 100;

export function sentenceProgress(
  send: (progress: Progress) => void,
  total: number,
  now: () => number = () => performance.now(),
): (done: number) => void {
  const started = now();
  let last = Number.NEGATIVE_INFINITY;
  return (done) => {
    const time = now();
    if (time - last < INTERVAL_MS && done < total) return;
    last = time;
    const seconds = (time - started) / 1000;
    const perSecond = seconds > 0 ? done / seconds : 0;
    send({ stage: 'sentences', done, total, perSecond, secondsLeft: perSecond > 0 ? (total - done) / perSecond : undefined });
  };
}
