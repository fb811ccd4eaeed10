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
  const began = process.cpuUsage();
  const done = await task();
  const { user, system } = process.cpuUsage(began);
  const taken = (user + system) / 1e6;
  if (taken > seconds) throw new Finding(`${what} takes ${taken.toFixed(1)} s`);
  return done;
}

/** @throws Finding after so many seconds */
export async function within<T>(seconds: number, what: string, task: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Finding(`${what} hangs: no answer after ${seconds} seconds`)), seconds * 1000);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}
