import { cpuTime } from '../src/testing/cpuTime';

/** What the runner knows of a kind of fault: how many cases there are, and what is done in each. */
export interface Suite {
  /** By which `--only` knows it. */
  name: string;
  /** What is made to fail, for the table. */
  title: string;
  /** What each case does, in a sentence for the table. */
  what: string;
  /** Cases that `npm test` takes of it. 0 for a suite that measures, whose endings are figures. */
  sample: number;
  /** Called once, before its cases. @param seed of whatever its cases draw */
  prepare(seed: number): Promise<Cases>;
}

export interface Cases {
  /** In all. */
  count: number;
  /** Numbers of those that are tried before all others: one of each kind. Default: none. */
  first?: number[];
  /**
   * @param number of the case, from 0
   * @returns how it ended, in a few words
   * @throws Finding where something was lost, wrong or unclear; whatever else is thrown counts as one as well
   */
  attempt(number: number): Promise<string>;
  close?(): Promise<void>;
}

/** Something that must not happen. */
export class Finding extends Error {}

/** @throws Finding where it takes more processor time than so many seconds */
export async function withinCpu<T>(seconds: number, what: string, task: () => Promise<T>): Promise<T> {
  const began = cpuTime();
  const done = await task();
  const taken = (cpuTime() - began) / 1000;
  if (taken > seconds) throw new Finding(`${what} takes ${taken.toFixed(1)} s`);
  return done;
}

/** Of the clock for each second of the processor: other programs on the machine have their share. */
const SHARED = 10;

/** @throws Finding after so many seconds of the processor, or ten times as many of the clock, in which a wait for nothing ends as well */
export async function within<T>(seconds: number, what: string, task: Promise<T>): Promise<T> {
  const [began, beganCpu] = [performance.now(), cpuTime()];
  let timer: ReturnType<typeof setInterval> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (Math.max((performance.now() - began) / SHARED, cpuTime() - beganCpu) < seconds * 1000) return;
      reject(new Finding(`${what} hangs: no answer after ${seconds} seconds`));
    }, 100);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearInterval(timer);
  }
}
