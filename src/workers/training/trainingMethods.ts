/** Training, evaluation and kept runs, over the models and data sets that are loaded. */
import type { SplitName } from '../../data/dataset';
import { TandemError } from '../../errors';
import { headParameters } from '../../tasks/head';
import { taskKind } from '../../tasks/registry';
import { completeCurve, type LearningCurve } from '../../train/curve/learningCurve';
import { FeatureCache } from '../../train/data/featureCache';
import { bindTasks, tasksFor } from '../../train/data/tasks';
import { contrastiveRun } from '../../train/learners/contrastive';
import type { Evaluated } from '../../train/learners/evaluator';
import { type Forecast, forecast } from '../../train/learners/forecast';
import { reportOf } from '../../train/learners/report';
import { completeOptions } from '../../train/plan/options';
import { kindsOf } from '../../train/plan/task';
import { outdone } from '../../train/runs/outdone';
import { newRunId, type RunDetails, type RunRecord, type RunStore } from '../../train/runs/runs';
import type { Sweep, SweepPart } from '../../train/runs/sweep';
import type { Datasets } from '../datasetMethods';
import type { ServiceHost } from '../host';
import type { EvaluateParams, LearningCurveParams, Methods, SuspectLabels, SweepParams, TrainParams } from '../protocol';
import type { CallContext, Service } from '../serve';
import type { Loaded, ModelService } from '../service';
import { FEATURES_IN_USE } from '../storageMethods';
import type { Asking } from './asking';
import { backendFor, provedKernels } from './backendFor';
import { evaluateSplit } from './evaluateSplit';
import { fitOf } from './fit';
import { Gates } from './gates';
import { keptRun } from './keptRun';
import { drawCurve } from './learningCurve';
import { findOutliers } from './outliers';
import { Recipes } from './recipes';
import { RunClaims } from './runClaims';
import { suspectLabels } from './suspectLabels';
import { sweep } from './sweeping';
import { type Asked, TrainingRun } from './trainingRun';
import { UnkeptRuns } from './unkeptRuns';

/** Holds a run while it is paused. */
type Gate = () => Promise<void> | undefined;

/** Of heads that check labels. */
const CHECKING_C = 10;
const CHECKING_EPOCHS = 10;

export type TrainingMethod =
  | 'situation'
  | 'speed'
  | 'train'
  | 'sweep'
  | 'forecast'
  | 'pauseTraining'
  | 'evaluate'
  | 'evaluationReport'
  | 'learningCurve'
  | 'suspectLabels'
  | 'outliers'
  | 'datasetFit'
  | 'runs'
  | 'useRun'
  | 'describeRun'
  | 'keepRun'
  | 'removeRun';

export class Training {
  readonly cache: FeatureCache;
  private readonly gates = new Gates();
  private readonly claims: RunClaims;
  private readonly recipes: Recipes;
  private readonly unkept: UnkeptRuns;

  constructor(
    private readonly models: ModelService,
    private readonly datasets: Datasets,
    private readonly store: RunStore,
    private readonly asking: Asking,
    private readonly host: Pick<ServiceHost, 'cache' | 'claim' | 'holders' | 'share'>,
  ) {
    this.cache = new FeatureCache(() => host.cache('features'));
    this.claims = new RunClaims(host);
    this.recipes = new Recipes(models, datasets);
    this.unkept = new UnkeptRuns(store, models.tuned);
  }

  methods(): Pick<Service, TrainingMethod> {
    return {
      situation: async (of) => this.recipes.situation(of),
      speed: (of, { signal }) => this.recipes.speed(of, signal),
      train: (params, context) => this.train(params, context),
      sweep: (params, context) => this.sweep(params, context),
      forecast: (params, context) => this.forecast(params, context),
      pauseTraining: async ({ handle, paused }) => this.gates.hold(handle, paused),
      evaluate: async (params, context) => (await this.evaluate(params, context)).metrics,
      learningCurve: (params, context) => this.learningCurve(params, context),
      suspectLabels: (params, context) => this.suspectLabels(params, context),
      outliers: ({ handle, dataset, seed }, context) =>
        this.readingFeatures(() => findOutliers(this.models.model(handle), this.datasets.get(dataset), this.cache, seed ?? 0, context)),
      evaluationReport: async (params, context) => reportOf(this.models.model(params.handle).heads, await this.evaluate(params, context)),
      datasetFit: async ({ handle, dataset }) => fitOf(this.models.model(handle), this.datasets.get(dataset)),
      runs: (params) => this.runs(params?.removed ?? false),
      useRun: ({ handle, run }) => this.useRun(handle, run),
      describeRun: ({ run, about }) =>
        about.removed === undefined ? this.store.describe(run, about) : this.claims.while(run, () => this.store.describe(run, about)),
      keepRun: ({ run }) => this.claims.while(run, () => this.unkept.keep(run)),
      removeRun: ({ run }) =>
        this.claims.while(run, () => {
          this.unkept.forget(run);
          return this.store.remove(run);
        }),
    };
  }

  private async runs(removed: boolean): Promise<RunRecord[]> {
    const listed = (await this.store.list()).filter(({ about }) => removed || about?.removed === undefined);
    const now = await Promise.all(listed.map((run) => this.claims.asListed(run)));
    return now.flatMap((run) => run ?? []);
  }

  private async train(params: TrainParams, context: CallContext): Promise<RunDetails> {
    const { handle } = params;
    const id = params.resume ?? newRunId();
    const train = async (gate: Gate) => {
      const asked = params.resume === undefined ? await this.asked(params, context) : await this.asking.resumed(params, params.resume);
      const before = { ...asked.loaded };
      const run = await this.trained(handle, { ...asked, id }, gate, context);
      const better = outdone(run, await this.runs(false), before.run, (kind) => taskKind(kind).metrics, params.keepBetter ?? false);
      if (better?.stays) await this.putBack(handle, before);
      return better ? { ...run, outdone: better } : run;
    };
    return this.gates.while(handle, context.signal, (gate) => this.claims.while(id, () => train(gate)));
  }

  /** Has the model answer with what a run came to. */
  private async trained(handle: number, asked: Asked & { id: string }, gate: Gate, context: CallContext): Promise<RunDetails> {
    const { models, cache, store } = this;
    context.progress({ stage: 'run', id: asked.id, epochs: asked.earlier?.from.history.length ?? 0 });
    await provedKernels(asked.loaded);
    const training = new TrainingRun({ models, cache, store }, asked, handle, gate, context);
    const run = await this.readingFeatures(() => training.run());
    this.unkept.ended(run, headParameters(asked.loaded.heads));
    // A run in which everything was frozen has only evaluated.
    Object.assign(asked.loaded, { run, trained: asked.loaded.trained || hasLearned(run) });
    return run;
  }

  private sweep(params: SweepParams, context: CallContext): Promise<Sweep> {
    const { handle } = params;
    return this.gates.while(handle, context.signal, (gate) => {
      const before = { ...this.models.model(handle) };
      const train = async (asked: Asked, part: SweepPart) => {
        const id = newRunId();
        const run = this.claims.while(id, () => this.trained(handle, { ...asked, id, sweep: part }, gate, context));
        return run.finally(() => this.putBack(handle, before));
      };
      return sweep(params, { asking: this.asking, recipes: this.recipes, train }, context);
    });
  }

  /** Has a model answer as before a run. */
  private async putBack(handle: number, { encoder, heads, trained, reading, run }: Loaded): Promise<void> {
    const loaded = this.models.model(handle);
    if (loaded.encoder !== encoder) await this.models.replaceEncoder(handle, encoder.model.files);
    Object.assign(loaded, { heads, trained, reading, run });
  }

  /** Features that lie in files are not removed meanwhile. */
  private async readingFeatures<T>(task: () => Promise<T>): Promise<T> {
    const release = await this.host.share(FEATURES_IN_USE);
    return task().finally(release);
  }

  private async asked(params: TrainParams, { signal }: CallContext): Promise<Asked> {
    const { recipe, ...resolved } = await this.recipes.resolved(params, signal);
    const asked = this.asking.asked(resolved);
    if (!recipe) return asked;
    if (typeof params.recipe === 'object') return { ...asked, recipe: params.recipe };
    // Of the same heads, so that what was changed can be told from what the recipe says.
    const { options } = this.asking.asked({ ...resolved, options: recipe.options });
    return { ...asked, recipe: { ...recipe, options } };
  }

  private async forecast(params: TrainParams, context: CallContext): Promise<Forecast> {
    const { signal } = context;
    const { loaded, dataset, heads, options } = await this.asked(params, context);
    const { contrastive } = options;
    if (!options.unfreeze && !contrastive) {
      throw new TandemError('bad-input', 'Heads alone need no forecast. Open layers of the encoder first.');
    }
    await provedKernels(loaded);
    const backend = backendFor(loaded)();
    try {
      if (contrastive) {
        const { pairs, tasks, options: own } = contrastiveRun(dataset.train, contrastive, options, loaded.encoder.shape);
        return await forecast(backend, loaded.encoder, { train: pairs, validation: [] }, tasks, own, signal, own.epochs);
      }
      const tasks = tasksFor(dataset, heads, options, ['train', 'validation']);
      return await forecast(backend, loaded.encoder, dataset, tasks, options, signal);
    } finally {
      backend.destroy();
    }
  }

  private learningCurve(params: LearningCurveParams, context: CallContext): Promise<LearningCurve> {
    const { fractions, draws, ...asked } = params;
    const subsets = completeCurve({ fractions, draws });
    return this.gates.while(params.handle, context.signal, async (gate) => {
      const of = await this.asked(asked, context);
      return this.readingFeatures(() => drawCurve(of, subsets, this, context, gate));
    });
  }

  /** By new heads of one layer where a kind has them: they are solved exactly, and held down enough not to follow wrong labels. */
  private suspectLabels({ handle, dataset, seed = 0 }: Methods['suspectLabels']['params'], context: CallContext): Promise<SuspectLabels> {
    const solved = Object.entries(this.datasets.get(dataset).tasks).filter(([, { kind }]) =>
      ['classification', 'multiLabel'].includes(kind),
    );
    const tasks = Object.fromEntries(solved.map(([name]) => [name, { head: 'logistic', C: CHECKING_C }]));
    return this.gates.while(handle, context.signal, async (gate) => {
      const asked = this.asking.asked({ handle, dataset, freshHeads: true, options: { tasks, seed, epochs: CHECKING_EPOCHS } });
      return this.readingFeatures(() => suspectLabels(asked, this, context, gate));
    });
  }

  private async evaluate({ handle, dataset: id, split = 'validation' }: EvaluateParams, context: CallContext) {
    const [evaluated] = await this.evaluateSplits({ handle, dataset: id }, [split], context);
    return evaluated;
  }

  /**
   * What the heads in use answer on each of these splits.
   *
   * @throws TandemError `bad-input` where one of them is empty, or has no label for any head; `aborted`
   */
  async evaluateSplits(
    { handle, dataset: id }: Omit<EvaluateParams, 'split'>,
    splits: readonly SplitName[],
    context: CallContext,
  ): Promise<Evaluated[]> {
    const loaded = this.models.model(handle);
    const dataset = bindTasks(this.datasets.get(id), loaded.heads);
    const tasks = tasksFor(dataset, loaded.heads, completeOptions({}, kindsOf(loaded.heads)), [...splits]);
    await provedKernels(loaded);
    return this.readingFeatures(async () => {
      const evaluated: Evaluated[] = [];
      for (const split of splits)
        evaluated.push(await evaluateSplit(loaded, dataset[split], tasks, this.cache, backendFor(loaded), context));
      return evaluated;
    });
  }

  private async useRun(handle: number, id: string): Promise<RunDetails> {
    const loaded = this.models.model(handle);
    const kept = await keptRun(this.store, id, loaded.encoder);
    Object.assign(loaded, kept, { trained: true });
    return kept.run;
  }
}

/** A head that was solved at once has no epochs. */
const hasLearned = ({ history, tasks }: RunDetails): boolean =>
  history.length > 0 || Object.values(tasks).some(({ solvedC }) => solvedC !== undefined);
