/** Runs that storage had no room for: what they came to lasts as long as the visit, and is stored once there is room. */
import { TandemError } from '../../errors';
import type { TunedModels } from '../../model/tuned';
import type { CpuTensor } from '../../nn/ops';
import type { RunDetails, RunStore, StoredRun } from '../../train/runs/runs';

export class UnkeptRuns {
  private readonly runs = new Map<string, StoredRun>();

  constructor(
    private readonly store: RunStore,
    private readonly tuned: TunedModels,
  ) {}

  /** Takes note of a run that has ended. @param parameters of its heads */
  ended(run: RunDetails, parameters: Map<string, CpuTensor>): void {
    if (run.unkept) this.runs.set(run.id, { run, parameters });
  }

  forget(id: string): void {
    this.runs.delete(id);
  }

  /**
   * Stores what there was no room for.
   *
   * @returns the run, which is kept now
   * @throws TandemError `storage-full` where there still is none; `missing-file` for a run of an earlier visit
   */
  async keep(id: string): Promise<RunDetails> {
    const found = this.runs.get(id);
    if (!found)
      throw new TandemError('missing-file', 'What this run learned lasted as long as the visit in which it was trained. Train again.');
    const { run, parameters } = found;
    if (run.tuned) await this.tuned.keep(run.tuned);
    const { unkept: _, ...kept } = run;
    await this.store.save(kept, parameters);
    // Whoever uses the run sees it, too.
    delete run.unkept;
    this.runs.delete(id);
    return run;
  }
}
