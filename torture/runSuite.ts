/** Runs the cases of a suite in an order that the seed draws: the first of them are a sample of all. */
import { Random } from '../src/random';
import type { Suite } from './suite';

export interface Result {
  suite: Suite;
  /** Cases there are, and cases that were tried. */
  count: number;
  tried: number;
  /** How those ended that held, and how many did so. */
  ended: Map<string, number>;
  findings: { number: number; what: string }[];
  seconds: number;
}

export interface RunOptions {
  seed: number;
  /** Cases at most. Default: all. */
  cases?: number;
  /** After which no further case begins. Default: none. */
  minutes?: number;
  /** One case alone. */
  only?: number;
  onCase?: (tried: number, of: number) => void;
  onFinding?: (number: number, what: string) => void;
}

export async function runSuite(
  suite: Suite,
  { seed, cases, minutes = Number.POSITIVE_INFINITY, only, onCase, onFinding }: RunOptions,
): Promise<Result> {
  const started = performance.now();
  const { count, attempt, close } = await suite.prepare(seed);
  if (only !== undefined && !(only < count)) throw new Error(`${suite.name} has ${count} cases, numbered from 0.`);
  const numbers = only === undefined ? new Random(seed).shuffled(Array.from({ length: count }, (_, i) => i)).slice(0, cases) : [only];
  const result: Result = { suite, count, tried: 0, ended: new Map(), findings: [], seconds: 0 };
  for (const number of numbers) {
    if (performance.now() - started > minutes * 60_000) break;
    try {
      const how = await attempt(number);
      result.ended.set(how, (result.ended.get(how) ?? 0) + 1);
    } catch (thrown) {
      const what = thrown instanceof Error ? thrown.message : String(thrown);
      result.findings.push({ number, what });
      onFinding?.(number, what);
    }
    result.tried++;
    onCase?.(result.tried, numbers.length);
  }
  await close?.();
  result.seconds = (performance.now() - started) / 1000;
  return result;
}
