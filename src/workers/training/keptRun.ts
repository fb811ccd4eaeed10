/** What a model answers with after a kept run. */
import { TandemError } from '../../errors';
import type { Encoder } from '../../inference/encoder';
import type { CpuTensor } from '../../nn/ops';
import { createHead, type Head, withValues } from '../../tasks/head';
import type { RunDetails, RunStore } from '../../train/runs/runs';
import type { Loaded } from '../service';

/** @throws TandemError `missing-file` for a run that is gone, `bad-input` for one whose heads belong to another encoder */
export async function keptRun(store: RunStore, id: string, encoder: Encoder): Promise<Required<Pick<Loaded, 'heads' | 'reading' | 'run'>>> {
  const stored = await store.load(id);
  if (!stored) throw new TandemError('missing-file', 'This run’s weights are no longer in the browser’s storage. Train again.');
  const { run } = stored;
  if (run.resumable && (run.options.unfreeze || run.options.contrastive)) {
    throw new TandemError('bad-input', 'This run was interrupted before its encoder became a model. Resume it, then use it.');
  }
  const { model, tuned = model } = run;
  if (tuned !== encoder.model.id) {
    throw new TandemError('bad-input', `This run’s heads belong to ${tuned}. Load that model, then use the run.`);
  }
  checkWeights(run, encoder);
  const { longTexts, stride } = run.options;
  return { heads: headsOf(stored, encoder), reading: { longTexts, stride }, run };
}

/** @throws TandemError `bad-input` where other weights lie under the model's name than those that the run's heads know */
export function checkWeights({ weightsHash }: RunDetails, { model }: Encoder): void {
  if (weightsHash === undefined || weightsHash === model.weightsHash) return;
  throw new TandemError(
    'bad-input',
    `The heads of this run were trained on other weights than ${model.id} has now, so that they would answer wrongly. Load the version of the model that they were trained on, or train again.`,
  );
}

/** The heads of a kept run. */
export function headsOf({ run, parameters }: { run: RunDetails; parameters: Map<string, CpuTensor> }, { shape }: Encoder): Head[] {
  return Object.entries(run.tasks).map(([name, config]) =>
    withValues(createHead(name, config, shape, run.options.seed), (path) => parameters.get(path)?.data),
  );
}
