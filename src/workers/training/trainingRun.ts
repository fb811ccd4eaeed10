import type { Example } from '../../data/dataset';
import { TandemError, toTandemError } from '../../errors';
import { REFERENCE_FILE, writeReference } from '../../inference/referenceVectors';
import { requireWeights } from '../../model/onnxOnly';
import { tunedId } from '../../model/tuned';
import { plural } from '../../plural';
import type { Head } from '../../tasks/head';
import type { Metrics } from '../../tasks/taskMetrics';
import type { FeatureCache } from '../../train/data/featureCache';
import { keptSettings, settle, type TaskDataset, tasksFor } from '../../train/data/tasks';
import { reliabilityOfAnswers } from '../../train/learners/calibration';
import type { LearningSplit } from '../../train/learners/encoderLearner';
import { emptyEvaluated } from '../../train/learners/evaluator';
import { intervalsOfAll } from '../../train/learners/intervals';
import { isSolved } from '../../train/learners/solvedHeads';
import { tunedReference } from '../../train/learners/tunedReference';
import type { Contrastive } from '../../train/plan/contrastive';
import type { TrainOptions } from '../../train/plan/options';
import { headLearns, type Task } from '../../train/plan/task';
import { compare } from '../../train/runs/comparison';
import { type LoopState, type TrainingResult, train } from '../../train/runs/loop';
import type { RunDetails, RunStore } from '../../train/runs/runs';
import type { SweepPart } from '../../train/runs/sweep';
import type { CallContext } from '../serve';
import type { Loaded, ModelService } from '../service';
import { backendFor } from './backendFor';
import { type Answered, answeredBy, calibrated } from './calibrating';
import { contrastiveStage } from './contrastiveStage';
import { evaluateSplit } from './evaluateSplit';
import { type LearnerSetup, Learning } from './learning';
import { digestOf, RunKeeper } from './runKeeper';

/** Where runs take place. */
export interface Surroundings {
  models: ModelService;
  cache: FeatureCache;
  store: RunStore;
}

export interface Asked {
  loaded: Loaded;
  /** With its tasks under the names of the heads. */
  dataset: TaskDataset;
  heads: Head[];
  options: TrainOptions;
  /** Where it follows one. */
  recipe?: RunDetails['recipe'];
  /** Where it is one of several. */
  sweep?: SweepPart;
  /** What a person should know of how the heads came about, in sentences. */
  notes?: string[];
  /** The run that goes on, and where it left off. */
  earlier?: { run: RunDetails; from: LoopState };
}

/** Texts that are compared before and after. */
const COMPARED = 200;

type CalibratedRun = Pick<RunDetails, 'metrics' | 'calibration'> & { trouble?: string };
type Tuned = Pick<RunDetails, 'tuned' | 'weightsHash' | 'comparison' | 'unkept'>;

export class TrainingRun {
  private readonly dataset: TaskDataset;
  private readonly heads: Head[];
  private readonly tasks: Task[];
  /** What heads keep from earlier although these rows would settle it otherwise. */
  private readonly kept: string[];
  /** Whether the encoder is done, so that heads are solved on it even if the run was stopped. */
  private ended = false;

  /** @throws TandemError `bad-input` when nothing could be trained or evaluated */
  constructor(
    private readonly around: Surroundings,
    private readonly asked: Asked & { id: string },
    private readonly handle: number,
    private readonly gate: () => Promise<void> | undefined,
    private readonly context: CallContext,
  ) {
    const { loaded, options } = asked;
    if (options.unfreeze || options.contrastive) requireWeights(loaded.encoder.model, 'its encoder cannot be trained');
    this.dataset = options.validation === 'none' ? withoutValidation(asked.dataset) : asked.dataset;
    loaded.reading = { longTexts: options.longTexts, stride: options.stride };
    const bound = asked.heads.filter(({ name, kind }) => this.dataset.tasks[name]?.kind === kind.kind);
    const read = (example: Example, { kind }: Head) => loaded.encoder.read(example, kind.reads[0].view, options);
    const settled = settle(bound, this.dataset.train, read);
    const learning = bound.filter(({ name }) => !options.tasks[name].freeze);
    this.kept = keptSettings(learning, this.dataset.train, read);
    this.heads = asked.heads.map((head) => settled.find(({ name }) => name === head.name) ?? head);
    if (options.contrastive) checkSolved(learning);
    this.tasks = tasksFor(this.dataset, this.heads, options, neededBy(learning, this.dataset, options));
  }

  async run(): Promise<RunDetails> {
    const { asked, context, dataset } = this;
    const { loaded, options, earlier } = asked;
    const { encoder } = loaded;
    const keeper = new RunKeeper(
      this.around.store,
      {
        id: asked.id,
        model: encoder.model.id,
        weightsHash: encoder.model.weightsHash,
        device: encoder.device.adapter ?? 'CPU',
        dataset,
        digest: await digestOf(asked.dataset),
        heads: this.heads,
        options,
        recipe: asked.recipe,
        sweep: asked.sweep,
      },
      earlier?.run,
    );
    const folded = options.folds > 1 && !earlier ? await this.learning().crossValidated(dataset) : undefined;
    const crossValidation = folded && {
      folds: options.folds,
      metrics: folded.metrics,
      intervals: intervalsOfAll(this.heads, folded),
    };
    const pairs = options.contrastive ? await this.learnPairs(options.contrastive, keeper) : undefined;
    const solved = await this.learning().solved(dataset);
    const { tasks } = solved;
    // Whole folds say more than those in which a head's settings were chosen.
    const unseen = folded ? answeredBy(folded) : solved.unseen;
    const heads = this.heads.map((head) => tasks.find(({ name }) => name === head.name)?.head ?? head);
    keeper.takes(heads);
    const found = solved.notes.length > 0 ? [...solved.notes, ...rowsUsed(dataset, this.tasks.filter(isSolved))] : [];
    const notes = [...(pairs?.notes ?? []), ...(asked.notes ?? []), ...found, ...this.kept];
    if (!options.unfreeze && !tasks.some(headLearns)) {
      loaded.heads = heads;
      const evaluated = await this.evaluated('validation');
      keeper.evaluated(evaluated);
      const idle = found.length > 0 || pairs ? [] : [nothingLearns(tasks)];
      const lost = solved.train ? lossesOf({ train: solved.train }) : {};
      const { trouble, ...calibration } = await this.calibrate(keeper, evaluated.metrics, unseen);
      const note = [...idle, ...notes, trouble].filter(Boolean).join(' ');
      const ended = { ...lost, ...calibration, ...(await this.tested(calibration.calibration)) };
      return keeper.finish({ status: 'finished', ...pairs?.ended, note, crossValidation, ...ended });
    }
    const learner = await this.learning(tasks).on(dataset);
    const { signal, progress } = context;
    const result = await train({
      backend: backendFor(loaded),
      prove: () => loaded.encoder.proveKernels(),
      tasks,
      ...learner,
      ...(earlier ? { from: earlier.from } : {}),
      options,
      signal,
      gate: this.gate,
      events: {
        onSteps: (points, pace) => progress({ stage: 'steps', points, pace }),
        onEpoch: async (record, evaluated, state) => {
          progress({ stage: 'epoch', record, best: state.best.best, metrics: state.best.metrics });
          await keeper.epoch(record, evaluated, state);
        },
      },
    });
    loaded.heads = keeper.trained(result);
    const tuned = await this.tune(keeper.run.id, result);
    const { values: _, configs: __, ...trained } = result;
    keeper.takes(loaded.heads);
    const { trouble, ...calibration } = await this.calibrate(keeper, result.metrics, unseen);
    const note = [result.note, ...notes, trouble].filter(Boolean).join(' ') || undefined;
    const ended = { features: learner.features, ...lossesOf(learner), ...calibration, ...(await this.tested(calibration.calibration)) };
    return keeper.finish({ ...trained, ...tuned, crossValidation, ...ended, note });
  }

  /**
   * Has the heads that have learned give probabilities that may be believed, and the run say what they answer from then on.
   *
   * @param unseen answers to training rows by heads that have not seen them, for where there are no others
   * @returns `trouble`: why that was not possible; what was learned is used all the same
   */
  private async calibrate(keeper: RunKeeper, metrics: Metrics, unseen: Answered): Promise<CalibratedRun> {
    const { loaded, options } = this.asked;
    const learned = this.tasks.filter((task) => headLearns(task) && task.head.kind.probabilities).map(({ name }) => name);
    const validates = this.dataset.validation.length > 0;
    if (learned.length === 0) return { metrics };
    const missing = validates || options.calibration === 'none' ? [] : learned.filter((name) => !unseen[name] && this.hasRows(name));
    const uncalibrated = missing.length > 0 ? uncalibratedNote(missing, options) : undefined;
    if (!validates && !learned.some((name) => unseen[name])) return { metrics, trouble: uncalibrated };
    // Whoever stops a run with an open encoder does not wait until all rows have been read once more.
    if (options.unfreeze && this.context.signal.aborted)
      return { metrics, trouble: 'Probabilities were not calibrated, because the run was stopped.' };
    this.ended = true;
    const before = loaded.heads;
    try {
      const answered = validates ? answeredBy(await this.evaluated('validation', learned)) : unseen;
      const by = validates ? 'validation' : 'cross-validation';
      const { heads, calibration } = calibrated(before, learned, answered, by, options.calibration === 'temperature');
      loaded.heads = heads;
      const changed = learned.filter((name) => calibration[name]?.temperature !== undefined);
      const again = validates ? await this.evaluated('validation', changed) : emptyEvaluated();
      keeper.takes(heads);
      keeper.evaluated(again);
      return { metrics: { ...metrics, ...again.metrics }, calibration, trouble: uncalibrated };
    } catch (thrown) {
      loaded.heads = before;
      return { metrics, trouble: `Probabilities could not be calibrated: ${toTandemError(thrown).message}` };
    }
  }

  /** Has the encoder learn from pairs of rows whether both have the same class, and takes it into use. */
  private async learnPairs(contrastive: Contrastive, keeper: RunKeeper) {
    const { asked, around, context, dataset } = this;
    const { pairs, result } = await contrastiveStage(asked, contrastive, dataset, around, keeper, context, this.gate);
    const tuned = await this.tune(keeper.run.id, result);
    // What was learned by the time it was stopped is used.
    this.ended = true;
    const steps =
      result.history.length > 0 ? `The encoder learned from ${plural(pairs, 'pair')} of rows, alike or not in ${contrastive.task}.` : '';
    const left = this.tasks.filter((task) => task.frozen).map(({ name }) => name);
    const stale = left.length > 0 ? `The frozen head of ${left.join(', ')} stayed as it was while the encoder changed: train it next.` : '';
    return { ended: { ...tuned, status: result.status }, notes: [steps, result.note ?? '', stale].filter(Boolean) };
  }

  private learning(tasks = this.tasks): Learning {
    const { loaded, options } = this.asked;
    return new Learning(loaded, this.around, tasks, options, this.heeded, this.gate);
  }

  /** What is computed with a finished encoder does not stop with the run. */
  private get heeded(): CallContext {
    return this.ended ? { ...this.context, signal: new AbortController().signal } : this.context;
  }

  private readonly hasRows = (task: string): boolean => this.dataset.train.some(({ labels }) => labels[task] !== undefined);

  /** @param names of tasks. Default: all */
  private async evaluated(split: LearningSplit | 'test', names?: string[]) {
    const { loaded } = this.asked;
    const asked = this.tasks.filter(({ name }) => !names || names.includes(name));
    const tasks = asked.map((task) => ({ ...task, head: loaded.heads.find(({ name }) => name === task.name) ?? task.head }));
    return evaluateSplit(loaded, this.dataset[split], tasks, this.around.cache, backendFor(loaded), this.heeded);
  }

  /** Once, with what was kept: the test rows have had no say in it. */
  private async tested(calibration: RunDetails['calibration'] = {}): Promise<Pick<RunDetails, 'test' | 'testIntervals'>> {
    if (this.dataset.test.length === 0 || this.context.signal.aborted) return {};
    const evaluated = await this.evaluated('test');
    for (const { name, kind } of this.heads) {
      if (calibration[name] && evaluated.scored[name]) {
        calibration[name].test = reliabilityOfAnswers(kind, evaluated.configs[name], evaluated.scored[name]);
      }
    }
    return { test: evaluated.metrics, testIntervals: intervalsOfAll(this.heads, evaluated) };
  }

  /** Has the model compute with what its encoder has learnt, as a model of its own beside the one it was. */
  private async tune(run: string, { values }: TrainingResult): Promise<Tuned> {
    const { loaded } = this.asked;
    const { models } = this.around;
    const { encoder } = loaded;
    const learnt = new Map([...values].filter(([name]) => encoder.model.weights.has(name)));
    if (learnt.size === 0) return {};
    const id = tunedId(encoder.model.id, run);
    const { split, texts } = this.compared();
    const embed = async () => (await loaded.encoder.encode(texts.map(({ text }) => text))).data;
    const before = await embed();
    // Without it the model is used all the same, and not called verified.
    const reference = await tunedReference(encoder, learnt).catch(() => undefined);
    const more = reference ? [{ path: REFERENCE_FILE, bytes: writeReference(reference) }] : [];
    const trouble = await models.tuned.save(id, encoder.model, learnt, more);
    await models.replaceEncoder(this.handle, await models.tuned.open(id));
    const comparison = compare(texts, before, await embed(), encoder.embeddingSize);
    const unkept = trouble && `The trained encoder is used, but could not be kept for the next visit: ${trouble} Or download it.`;
    return {
      tuned: id,
      weightsHash: loaded.encoder.model.weightsHash,
      ...(comparison ? { comparison: { split, ...comparison } } : {}),
      ...(unkept ? { unkept } : {}),
    };
  }

  /** Validation texts, where there are any, with the class that the first such task gives them. */
  private compared(): { split: 'train' | 'validation'; texts: { text: string; label?: string }[] } {
    const split = this.dataset.validation.length > 0 ? 'validation' : 'train';
    const texts = this.dataset[split].slice(0, COMPARED).map(({ text, labels }) => {
      const label = Object.values(labels).find((value) => typeof value === 'string');
      return { text, ...(label === undefined ? {} : { label }) };
    });
    return { split, texts };
  }
}

function lossesOf({
  train: { truncated, cutQuestions, targets },
}: Pick<LearnerSetup, 'train'>): Pick<RunDetails, 'truncated' | 'cutQuestions' | 'lost'> {
  const lost = [...targets].filter(([, { lost: count }]) => count > 0).map(([name, { lost: count }]) => [name, count] as const);
  return {
    ...(truncated > 0 ? { truncated } : {}),
    ...(cutQuestions > 0 ? { cutQuestions } : {}),
    ...(lost.length > 0 ? { lost: Object.fromEntries(lost) } : {}),
  };
}

/** What learns step by step would have to learn on an encoder that is still to come. */
function checkSolved(learning: Head[]): void {
  const odd = learning.filter(({ kind, config }) => !kind.solver?.(config)).map(({ name }) => name);
  if (odd.length === 0) return;
  throw new TandemError(
    'bad-input',
    `After contrastive fine-tuning heads are solved, and the head of ${odd.join(', ')} learns step by step. Give it one layer (head: 'logistic') where its kind has one, or freeze it and train it in a run of its own.`,
  );
}

/** Heads that are solved need no validation rows, and where there are none do without. */
function neededBy(learning: Head[], { validation }: TaskDataset, options: TrainOptions): LearningSplit[] {
  const solved = !options.unfreeze && learning.length > 0 && learning.every(({ kind, config }) => kind.solver?.(config));
  return options.validation === 'none' || (solved && validation.length === 0) ? ['train'] : ['train', 'validation'];
}

/** All rows that may teach do. */
function withoutValidation(dataset: TaskDataset): TaskDataset {
  return { ...dataset, train: [...dataset.train, ...dataset.validation], validation: [] };
}

/** How many labelled rows heads were solved on: a sentence, or none where there were no labels. */
function rowsUsed({ train, validation }: TaskDataset, solved: Task[]): string[] {
  const labelled = (rows: Example[]) => rows.filter(({ labels }) => solved.some(({ name }) => labels[name] !== undefined)).length;
  const [taught, kept] = [labelled(train), labelled(validation)];
  if (taught === 0) return [];
  return kept > 0
    ? [`It was found on ${plural(taught, 'labelled row')}; ${kept} were kept apart to validate.`]
    : [`It was found on ${plural(taught, 'labelled row')}, all there are: none were kept apart to validate.`];
}

function uncalibratedNote(names: string[], { contrastive }: TrainOptions): string {
  const why = contrastive ? 'the encoder has learned from all labelled rows' : 'all labelled rows were needed for training';
  return `Probabilities of ${names.join(', ')} are not calibrated, because ${why}: read them as a ranking, not as the chance that an answer is right.`;
}

function nothingLearns(tasks: Task[]): string {
  const empty = tasks.filter((task) => !task.frozen).map(({ name }) => name);
  if (empty.length === 0) return 'Everything is frozen, so the heads were evaluated and not trained.';
  return `The encoder is frozen, and the head of ${empty.join(', ')} has nothing to train, so it was evaluated and not trained. Open layers of the encoder, or give the task a projection.`;
}
