/** A run belongs to the tab that trains it: nobody else goes on with it, or removes it, meanwhile. */
import { TandemError } from '../../errors';
import type { RunRecord } from '../../train/runs/runs';
import type { ServiceHost } from '../host';

/** What a tab holds on the host while it trains the run. */
export const runClaim = (id: string) => `run:${id}`;

export class RunClaims {
  constructor(private readonly host: Pick<ServiceHost, 'claim' | 'holders'>) {}

  /** @throws TandemError `bad-input` for a run that is under way */
  async while<T>(id: string, task: () => Promise<T>): Promise<T> {
    const release = await this.host.claim(runClaim(id));
    if (!release) {
      throw new TandemError(
        'bad-input',
        'This run is under way, here or in another tab of this page. Stop it there first, or wait for its end.',
      );
    }
    try {
      return await task();
    } finally {
      release();
    }
  }

  /** A run that is under way is listed as that, and cannot be resumed; one that is just being written for the first time is not there yet. */
  async asListed(run: RunRecord): Promise<RunRecord | undefined> {
    if (run.status !== 'running' && run.status !== 'unreadable') return run;
    if ((await this.host.holders(runClaim(run.id))) === 0) return run;
    if (run.status === 'unreadable') return undefined;
    const { resumable: _, ...rest } = run;
    return { ...rest, underWay: true, note: 'This run is under way, here or in another tab.' };
  }
}
