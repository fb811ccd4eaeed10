/** What a caller asks to be trained: which heads on which rows, by which settings, from the beginning or from where a run left off. */
import { TandemError } from '../../errors';
import { taskKind } from '../../tasks/registry';
import { bindTasks, freshHeads, headNames, withNamedTasks } from '../../train/data/tasks';
import { completeOptions } from '../../train/plan/options';
import { renamedOptions } from '../../train/plan/renamedOptions';
import { configured, kindsOf } from '../../train/plan/task';
import type { RunStore } from '../../train/runs/runs';
import type { Datasets } from '../datasetMethods';
import type { TrainParams } from '../protocol';
import type { Loaded, ModelService } from '../service';
import { checkWeights, headsOf } from './keptRun';
import { digestOf } from './runKeeper';
import type { Asked } from './trainingRun';

export class Asking {
  constructor(
    private readonly models: ModelService,
    private readonly datasets: Datasets,
    private readonly store: RunStore,
  ) {}

  /** @param loaded Default: the model as it answers now */
  asked(
    { handle, dataset: id, options: input = {}, freshHeads: fresh }: Omit<TrainParams, 'resume'>,
    loaded: Loaded = this.models.model(handle),
  ): Asked {
    const dataset = withNamedTasks(this.datasets.get(id), input.names);
    if (fresh) {
      const kinds = Object.fromEntries(Object.entries(dataset.tasks).map(([name, { kind }]) => [name, taskKind(kind)]));
      const options = completeOptions(input, kinds);
      return { loaded, dataset, options, heads: freshHeads(dataset, loaded.encoder.shape, options) };
    }
    // A caller knows tasks by the names that the data set has for them.
    const names = headNames(dataset.tasks, loaded.heads);
    const options = completeOptions(renamedOptions(input, names), kindsOf(loaded.heads));
    const heads = loaded.heads.map((head) => configured(head, options, loaded.encoder.shape));
    const renewed = heads.filter(({ parameters }, i) => parameters !== loaded.heads[i].parameters).map(({ name }) => name);
    const notes = renewed.map((name) => `${name} has a new head instead of its earlier one, as the settings ask for another kind.`);
    return { loaded, dataset: bindTasks(dataset, heads), options, heads, notes };
  }

  /** @throws TandemError `missing-file` where nothing is kept, `bad-input` for another model or other rows */
  async resumed({ handle, dataset: id }: TrainParams, run: string): Promise<Asked & Required<Pick<Asked, 'earlier'>>> {
    const stored = await this.store.interrupted(run);
    if (!stored) {
      throw new TandemError(
        'missing-file',
        'Where this run left off is no longer in the browser’s storage, or an older version of the page left it there. Start a new run.',
      );
    }
    const loaded = this.models.model(handle);
    const { model, options, dataset: before } = stored.run;
    if (model !== loaded.encoder.model.id) throw new TandemError('bad-input', `This run trains ${model}. Load that model, then resume it.`);
    checkWeights(stored.run, loaded.encoder);
    const heads = headsOf(stored, loaded.encoder);
    const dataset = bindTasks(withNamedTasks(this.datasets.get(id), options.names), heads);
    if (before.digest !== (await digestOf(dataset))) {
      throw new TandemError(
        'bad-input',
        `This run trains on other rows: "${before.name}", ${before.train} to train on and ${before.validation} to validate. Load that data set as it was, then resume it.`,
      );
    }
    return { loaded, dataset, options, heads, earlier: { run: stored.run, from: stored.from } };
  }
}
