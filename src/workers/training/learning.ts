/** What a run learns from: features of a frozen encoder, or hidden states below the layers that are open. */
import type { Example, SplitName } from '../../data/dataset';
import { readsTwoLayers } from '../../inference/readsTwoLayers';
import { plural } from '../../plural';
import type { EmbeddedTexts } from '../../tasks/kind';
import { areEnough } from '../../tasks/shared/unlabelled/neighbourhood';
import type { FeatureCache } from '../../train/data/featureCache';
import { type FeaturesKept, keptTogether } from '../../train/data/featureTable';
import { type PreparedSplit, prepareSplits } from '../../train/data/prepare';
import type { TaskDataset } from '../../train/data/tasks';
import { drawnUnlabelled } from '../../train/data/unlabelled';
import { EncoderLearner, type EncoderLearning, type LearningSplit } from '../../train/learners/encoderLearner';
import { type Evaluated, emptyEvaluated } from '../../train/learners/evaluator';
import { HeadLearner } from '../../train/learners/headLearner';
import { openEncoder } from '../../train/learners/openEncoder';
import { isSolved, type SolvedTasks, solveHeads } from '../../train/learners/solvedHeads';
import type { TrainOptions } from '../../train/plan/options';
import { headLearns, type Task } from '../../train/plan/task';
import { type TrainingSetup, train } from '../../train/runs/loop';
import { sentenceProgress } from '../sentenceProgress';
import type { CallContext } from '../serve';
import type { Loaded } from '../service';
import { backendFor } from './backendFor';
import { crossValidate, keepBest } from './crossValidation';
import { evaluatePrepared } from './evaluateSplit';

/** What the loop is given of it. */
export type LearnerSetup = Pick<TrainingSetup, 'train' | 'learner'> & { features?: FeaturesKept[] };

export class Learning {
  constructor(
    private readonly loaded: Loaded,
    private readonly around: { cache: FeatureCache },
    private readonly tasks: Task[],
    private readonly options: TrainOptions,
    private readonly context: CallContext,
    private readonly gate: () => Promise<void> | undefined,
  ) {}

  /** The tasks with those heads solved that can be, as the encoder is frozen. */
  async solved({ train }: Pick<TaskDataset, 'train'>): Promise<SolvedTasks & Partial<Pick<LearnerSetup, 'train'>>> {
    const { tasks, options, context } = this;
    if (options.unfreeze || !tasks.some(isSolved)) return { tasks, notes: [], unseen: {} };
    const rows = this.teachingRows(train);
    const splits = await this.prepared({ train: rows });
    const solved = await solveHeads(tasks, splits.train, options, context.signal, this.embed);
    const unread = this.usesUnlabelled ? train.length - rows.length : 0;
    const said =
      unread > 0
        ? [`${plural(unread, 'more text')} without a label ${unread === 1 ? 'was' : 'were'} not read, as that would take too long.`]
        : [];
    return { ...solved, notes: [...solved.notes, ...said], train: splits.train.encoded };
  }

  /** Rows that teach. Heads that are solved learn little from rows without a label, or nothing: some of these do. */
  private teachingRows(train: Example[]): Example[] {
    const { tasks, options } = this;
    if (options.unfreeze || !tasks.every((task) => task.frozen || isSolved(task))) return train;
    const others = new Set(this.usesUnlabelled ? drawnUnlabelled(train, (row) => !this.hasLabel(row), options.seed) : []);
    return train.filter((row, i) => this.hasLabel(row) || others.has(i));
  }

  private get usesUnlabelled(): boolean {
    return this.tasks.some(({ head: { kind, config }, frozen }) => !frozen && kind.usesUnlabelled?.(config));
  }

  /**
   * Whether a head is solved with the help of texts without a label, of which two layers say more; but of an encoder that has learned
   * from the rows, the last layer says most (docs/measurements.md).
   */
  private readsBefore(rows: Example[]): boolean {
    const isHelped = ({ name, frozen, head: { kind, config } }: Task) =>
      !frozen &&
      kind.usesUnlabelled?.(config) &&
      areEnough(rows.filter(({ labels }) => labels[name] === undefined).length, kind.outputs(config));
    return this.options.contrastive === undefined && readsTwoLayers(this.loaded.encoder) && this.tasks.some(isHelped);
  }

  private hasLabel({ labels }: Example): boolean {
    return this.tasks.some(({ name, frozen }) => !frozen && labels[name] !== undefined);
  }

  /** Texts beside the rows. */
  private readonly embed = async (texts: string[], pooledBefore: boolean): Promise<EmbeddedTexts> => {
    const { encoder, reading } = this.loaded;
    const read = texts.map((text) => encoder.read({ text }, 'text', reading));
    const { signal } = this.context;
    const { pooled: last, pooledBefore: before } = await encoder.features(read, 'none', { signal, pooledBefore });
    return { last, ...(before ? { before } : {}) };
  };

  /** What learns, on whichever backend. */
  async on({ train, validation }: Pick<TaskDataset, LearningSplit>): Promise<LearnerSetup> {
    const { tasks, options } = this;
    if (options.unfreeze) return this.openLearning(await this.open({ train, validation }));
    const splits = await this.prepared({ train, validation });
    return {
      train: splits.train.encoded,
      features: keptTogether([splits.train.features, splits.validation.features]),
      learner: (backend) => new HeadLearner(backend, { tasks, ...splits, options }),
    };
  }

  private openLearning(open: EncoderLearning): LearnerSetup {
    const { options } = this;
    return {
      train: open.train.encoded,
      features: open.kept ? [open.kept] : [],
      learner: (backend, recompute) => new EncoderLearner(backend, { ...open, options: { ...options, recompute } }),
    };
  }

  private prepared<Name extends SplitName>(splits: Record<Name, Example[]>): Promise<Record<Name, PreparedSplit>> {
    const { loaded, around, context, tasks } = this;
    const { encoder, reading } = loaded;
    const rows = Object.values<Example[]>(splits).flat();
    const pooledBefore = this.readsBefore(rows);
    const job = { signal: context.signal, pooledBefore, onProgress: sentenceProgress(context.progress, rows.length) };
    const heads = tasks.map(({ head }) => head);
    return prepareSplits(encoder, splits, heads, reading, around.cache, job);
  }

  private open(splits: Record<LearningSplit, Example[]>): Promise<EncoderLearning> {
    const { loaded, around, context, tasks, options } = this;
    const { train, validation } = splits;
    const report = sentenceProgress(context.progress, train.length + validation.length);
    return openEncoder(loaded.encoder, splits, tasks, options, around.cache, {
      signal: context.signal,
      onProgress: (split, done) => report(split === 'train' ? done : train.length + done),
    });
  }

  /** Every row is prepared once, whatever its part in a fold. @returns undefined when it was stopped: some folds would be missing */
  async crossValidated(dataset: Pick<TaskDataset, LearningSplit>): Promise<Evaluated | undefined> {
    const result = await this.folded(dataset);
    return this.context.signal.aborted ? undefined : result;
  }

  private async folded(dataset: Pick<TaskDataset, LearningSplit>): Promise<Evaluated> {
    const { context, tasks } = this;
    const { folds, seed, unfreeze } = this.options;
    const all = this.teachingRows([...dataset.train, ...dataset.validation]);
    const heads = tasks.map(({ head }) => head);
    const folding = { heads, folds, seed, onFold: (fold: number) => context.progress({ stage: 'fold', fold, folds }) };
    if (!unfreeze) return crossValidate({ ...folding, ...(await this.frozen(all)) });
    const open = await this.open({ train: all, validation: all });
    return crossValidate({
      ...folding,
      rows: open.validation,
      train: (train, validation) => this.answersAfter(this.openLearning({ ...open, train, validation }), tasks),
    });
  }

  /**
   * Rows of which any may teach while others are answered, on a frozen encoder: they are prepared once.
   *
   * @returns `train`: trains heads on the rows whose targets count, and answers those with labels
   */
  async frozen(
    examples: Example[],
  ): Promise<{ rows: PreparedSplit; train(teaching: PreparedSplit, scored: PreparedSplit): Promise<Evaluated> }> {
    const { tasks, loaded, context } = this;
    const { validation: rows } = await this.prepared({ validation: examples });
    const options = { ...this.options, validation: 'split' as const };
    return {
      rows,
      train: async (train, validation) => {
        const { tasks: learned } = await solveHeads(tasks, train, options, context.signal, this.embed);
        if (!learned.some(headLearns)) return evaluatePrepared(validation, learned, backendFor(loaded));
        const learner: LearnerSetup['learner'] = (backend) => new HeadLearner(backend, { tasks: learned, train, validation, options });
        return this.answersAfter({ train: train.encoded, learner }, learned);
      },
    };
  }

  /** Trains, and returns what the best epochs have answered. */
  private async answersAfter(learning: LearnerSetup, tasks: Task[]): Promise<Evaluated> {
    const { loaded, context, gate } = this;
    const answers = emptyEvaluated();
    await train({
      backend: backendFor(loaded),
      prove: () => loaded.encoder.proveKernels(),
      tasks,
      ...learning,
      options: { ...this.options, validation: 'split' },
      signal: context.signal,
      gate,
      events: { onEpoch: ({ epoch }, evaluated, { best }) => keepBest(answers, epoch, evaluated, best.best) },
    });
    return answers;
  }
}
