/** Runs of a sweep, one after another, each from where the model was before the first. */
import { TandemError, toTandemError } from '../../errors';
import { refusalsOf } from '../../train/plan/refusals';
import { newRunId, type RunDetails, type RunRecord } from '../../train/runs/runs';
import { checkVaried, plannedRuns, type Sweep, type SweepPart, sweptSettings } from '../../train/runs/sweep';
import type { SweepParams } from '../protocol';
import type { CallContext } from '../serve';
import type { Asking } from './asking';
import type { Recipes } from './recipes';
import type { Asked } from './trainingRun';

interface Sweeping {
  asking: Asking;
  recipes: Recipes;
  /** Trains, keeps the run, and has the model as it was before. */
  train(asked: Asked, part: SweepPart): Promise<RunDetails>;
}

/** @throws TandemError `bad-input`, before the first run, where any of them would be refused */
export async function sweep(
  { over = 'seed', values, seeds, ...params }: SweepParams,
  { asking, recipes, train }: Sweeping,
  { signal, progress }: CallContext,
): Promise<Sweep> {
  const { recipe, ...resolved } = await recipes.resolved(params, signal);
  const planned = plannedRuns({ over, values, seeds }, resolved.options ?? {});
  const situation = recipes.situation(params);
  const asked = (options: typeof resolved.options): Asked => {
    const of = asking.asked({ ...resolved, options });
    // Of the same heads, so that what was changed can be told from what the recipe says.
    return recipe ? { ...of, recipe: { ...recipe, options: asking.asked({ ...resolved, options: recipe.options }).options } } : of;
  };
  const complete = planned.map(({ value, options }) => {
    try {
      const { options: all } = asked(options);
      const [refusal] = refusalsOf(situation, all, resolved.freshHeads ? 'new' : 'current');
      if (refusal) throw new TandemError('bad-input', refusal.message);
      return all;
    } catch (thrown) {
      const { code, message } = toTandemError(thrown);
      throw new TandemError(code, `No run was started, because the one with ${over} ${JSON.stringify(value)} would be refused: ${message}`);
    }
  });
  checkVaried(over, planned, complete);

  const id = newRunId();
  const runs: RunRecord[] = [];
  const failures: Sweep['failures'] = [];
  for (const [i, { value, seed, options }] of planned.entries()) {
    if (signal.aborted) break;
    const part = { id, over, value, run: i + 1, runs: planned.length };
    progress({ stage: 'sweep', ...part });
    try {
      const { details: _, answers: __, comparison: ___, ...run } = await train(asked(options), part);
      runs.push(run);
    } catch (thrown) {
      const { code, message } = toTandemError(thrown);
      if (code !== 'aborted') failures.push({ value, ...(seed === undefined ? {} : { seed }), message });
    }
  }
  return { id, over, runs, settings: sweptSettings(runs), failures, planned: planned.length };
}
