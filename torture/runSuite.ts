/** Runs the cases of a suite in an order that the seed draws, one of each kind before the others: the first of them are a sample of all. */
import { Random } from '../src/random';
import type { Suite } from './suite';

export interface Result {
  suite: Suite;
  /** Cases there are, and cases that were tried. */
  count: number;
  tried: number;
  /** Of all, those that are tried first: one of each kind. 0 where kinds are not told apart. */
  kinds: number;
  /** How those ended that held, and how many did so. */
  ended: Map<string, number>;
  findings: { number: number; what: string }[];
  seconds: number;
}

export interface RunOptions {
  seed: number;
  /** Cases at most. Default: all. */
  cases?: number;
  /** Of this piece, after which no further case begins. Default: none. */
  minutes?: number;
  /** What earlier pieces came to: these cases are passed over, but for findings. Default: nothing. */
  before?: Result;
  /** One case alone. */
  only?: number;
  /** @param soFar as it would be returned now */
  onCase?: (soFar: Result, of: number) => void;
  onFinding?: (number: number, what: string) => void;
}

export async function runSuite(
  suite: Suite,
  { seed, cases, minutes = Number.POSITIVE_INFINITY, before, only, onCase, onFinding }: RunOptions,
): Promise<Result> {
  const started = performance.now();
  const { count, first = [], attempt, close } = await suite.prepare(seed);
  if (only !== undefined && !(only < count)) throw new Error(`${suite.name} has ${count} cases, numbered from 0.`);
  // Where there are others now, a number no longer means the same case.
  const earlier = before?.count === count ? before : undefined;
  const numbers = only === undefined ? order(count, first, seed).slice(earlier?.tried ?? 0, cases) : [only];
  const again = (earlier?.findings ?? []).map(({ number }) => number);
  const result: Result = {
    suite,
    count,
    tried: (earlier?.tried ?? 0) - again.length,
    kinds: first.length,
    ended: new Map(earlier?.ended),
    findings: [],
    seconds: earlier?.seconds ?? 0,
  };
  for (const [i, number] of [...again, ...numbers].entries()) {
    // Earlier findings are tried whatever that takes: each is one of the cases tried, and none may be left out.
    if (i >= again.length && performance.now() - started > minutes * 60_000) break;
    try {
      const how = await attempt(number);
      result.ended.set(how, (result.ended.get(how) ?? 0) + 1);
    } catch (thrown) {
      const what = thrown instanceof Error ? thrown.message : String(thrown);
      result.findings.push({ number, what });
      onFinding?.(number, what);
    }
    result.tried++;
    result.seconds = (earlier?.seconds ?? 0) + (performance.now() - started) / 1000;
    // Findings that are still to be tried again are not in it yet.
    if (i >= again.length - 1) onCase?.(result, Math.min(count, cases ?? count));
  }
  await close?.();
  return result;
}

/** Of the numbers of all cases, these before the others. */
function order(count: number, first: number[], seed: number): number[] {
  const [random, isFirst] = [new Random(seed), new Set(first)];
  const others = Array.from({ length: count }, (_, i) => i).filter((number) => !isFirst.has(number));
  return [...random.shuffled(first), ...random.shuffled(others)];
}
