import { SPLITS } from '../data/dataset';
import { TandemError, throwIfAborted } from '../errors';
import type { Prediction } from '../inference/predict';
import type { ReadingOptions, TextInput } from '../inference/reading';
import type { TaskConfig } from '../tasks/kind';
import type { Metrics } from '../tasks/taskMetrics';
import type { CurveOptions, LearningCurve } from '../train/curve/learningCurve';
import type { Forecast } from '../train/learners/forecast';
import type { EvaluationReport } from '../train/learners/report';
import type { TrainOptionsInput } from '../train/plan/options';
import type { RecipeName } from '../train/plan/recipes/registry';
import type { RunDetails } from '../train/runs/runs';
import type { Sweep, SweepInput } from '../train/runs/sweep';
import type { DatasetFit, DatasetInfo, EvaluatedRow, ExportedFile, Outliers, SuspectLabels, Tensor } from '../workers/protocol';
import { Dataset } from './Dataset';
import { checkBatchSize, checkRectangular, checkSplit, type ForwardInputs, type Input, textInput } from './inputs';
import type { ModelInput } from './modelInput';
import type { BatchOptions, JobOptions, PretrainedOptions } from './options';
import { type Opened, open, PretrainedModel } from './PretrainedModel';

/** Rows of a data set that are predicted in one call. */
const WINDOW = 1024;

/** The two tasks of the exercise, as a shorthand for tasks of these names. */
export interface TwoTasks {
  /** Sentence classification: Linear H→H, ReLU, Dropout 0.1, Linear H→C on the pooled vector. */
  taskA?: { labels: string[] };
  /**
   * Token classification: Linear H→K on every token. Labels are BIO. `layers: 'mix'` reads a learned weighted
   * sum of all layers instead of the last; `decoding: 'iob2'` gives well-formed sequences only. Default: argmax.
   */
  taskB?: { labels: string[]; layers?: 'last' | 'mix'; decoding?: 'argmax' | 'iob2' };
}

/** How a model with tasks is opened. */
export interface MultiTaskOptions extends PretrainedOptions, TwoTasks {
  /** Any number of tasks by name, each of a registered kind. `dataset.info.tasks` can be given as it is. */
  tasks?: Record<string, TaskConfig>;
  /** Seed of the heads' first values. Default: 0. */
  seed?: number;
}

/** Settings of a run, each with a default, and how it is followed and ended. */
export type TrainCallOptions = TrainOptionsInput &
  JobOptions & {
    /**
     * A recipe: settings that suit the data set and the model, such as `fewLabels`, `frozenHeads`, `fineTuneTop` or `fineTuneAll`; or
     * `auto` for the one that the page would propose, which times a step on this device first. Options that are given beside it are
     * used in the place of its own. Default: none, so that what is left out has its default.
     */
    recipe?: RecipeName;
    /** Makes new heads for the data set's tasks, instead of going on with the model's own. Default: false; as a recipe has it. */
    freshHeads?: boolean;
    /**
     * Leaves the run that is in use in use, where it scored higher on the same validation rows: the result's `outdone` then says by
     * how much, and `useRun` takes the new one all the same. Default: false.
     */
    keepBetter?: boolean;
  };

/** The settings of the runs of a sweep, and what is varied. */
export type SweepOptions = Omit<TrainCallOptions, 'keepBetter'> & SweepInput;

/** How a learning curve is drawn: the settings of the runs, and the subsets. */
export type LearningCurveOptions = Omit<TrainCallOptions, 'keepBetter'> & CurveOptions;

/** What the heads give before it is put into words. */
export interface ForwardResult {
  /** [B, C], where the model has a task of this name. */
  taskALogits: Tensor;
  /** [B, L, K], where the model has a task of this name. */
  taskBLogits: Tensor;
  /** Logits of every task by its name, these two included: [B, outputs] or [B, L, outputs]. A task that compares two texts has none. */
  logits: Record<string, Tensor>;
}

/** Answers of all tasks for all texts. */
export interface PredictResult {
  /** [B], of the first classification task. */
  classIds: number[];
  /** Label ids of each sentence's word pieces, in the order of its tokens, of the first entities task. */
  tokenIds: number[][];
  /** Every answer: `items[i].tasks[name]`. */
  items: Prediction[];
}

/** How texts are answered. */
export interface PredictOptions extends BatchOptions {
  /** How texts beyond the model's limit are read. Default: as the heads were trained; `{ longTexts: 'cut' }` before that. */
  reading?: ReadingOptions;
}

/** How a data set's answers are written. */
export interface ExportPredictionsOptions extends BatchOptions {
  /** Answers that are less sure are left empty; those of classes keep their score. In [0, 1]. Default: none is. */
  threshold?: number;
}

/** What a model is evaluated on. */
export interface EvaluateOptions extends JobOptions {
  /** Default: validation; of {@link MultiTaskSentenceTransformer.evaluatedRows} all. */
  split?: 'train' | 'validation' | 'test';
}

/**
 * One shared encoder under any number of tasks: what a text is about, which labels it has, its score, its entities, how alike
 * two texts are, where the answer to a question stands. The heads start as torch.nn.Linear does, from a seeded generator.
 */
export class MultiTaskSentenceTransformer extends PretrainedModel {
  /**
   * A model that was saved with heads brings its tasks: where `options` name none, all of them; where they do, those of the same
   * name, kind and labels keep their values, and others start anew.
   *
   * @param model a bundled model's name, or `org/name[@revision]` of the Hugging Face hub; or a zip or the files of a folder, which
   *   are stored under `disk/<name>` in the place of what was opened under that name before
   * @throws TandemError saying why the model cannot be loaded, or what is wrong with a task
   */
  static async fromPretrained(model: ModelInput, options: MultiTaskOptions = {}): Promise<MultiTaskSentenceTransformer> {
    const { seed = 0 } = options;
    const asked = allTasks(options);
    const opened = await open(model, options, { seed, ...(asked ? { tasks: asked } : { needsTasks: true }) });
    return new MultiTaskSentenceTransformer(opened, asked ?? opened.loaded.ownTasks ?? {});
  }

  private constructor(
    opened: Opened,
    private configs: Record<string, TaskConfig>,
  ) {
    super(opened);
  }

  /** What each task is, by name. */
  get tasks(): Record<string, TaskConfig> {
    return this.configs;
  }

  /**
   * @throws TandemError `bad-input` when the inputs do not have one rectangular shape
   */
  async forward(inputs: ForwardInputs): Promise<ForwardResult> {
    checkRectangular(inputs);
    const { inputIds, attentionMask, tokenTypeIds } = inputs;
    const logits = await this.call('forward', { handle: this.handle, inputIds, attentionMask, tokenTypeIds });
    return { taskALogits: logits.taskA, taskBLogits: logits.taskB, logits };
  }

  /**
   * Every task's answer for every text.
   *
   * @param texts each a text, a pair `[text, other]` or `{ text, other }`, or `{ question, context }`; or a data set: its
   *   training rows, then validation and test rows. Every item holds all word pieces of its text, some ten kilobytes for a
   *   paragraph: for many thousands of texts {@link exportPredictions} takes far less memory.
   */
  async predict(texts: Input[] | Dataset, options: PredictOptions = {}): Promise<PredictResult> {
    checkBatchSize(options.batchSize);
    if (!(texts instanceof Dataset) && !Array.isArray(texts))
      throw new TandemError('bad-input', 'predict takes an array of texts, or a data set.');
    const items =
      texts instanceof Dataset ? await this.predictRows(texts, options) : await this.predictTexts(texts.map(textInput), options);
    return {
      classIds: items.map(({ classId }) => classId),
      tokenIds: items.map(({ tokens }) => tokens.map(({ labelId }) => labelId)),
      items,
    };
  }

  /**
   * Predicts all rows of a data set into a file: training rows, then validation and test rows. Outputs of the heads are not
   * kept, and the file is made in the worker.
   *
   * @param format a format's name that is written, as `csv` or `jsonl`
   * @returns the file, or a zip of several, and what the format could not express
   * @throws TandemError `bad-input` for a format that is not written
   */
  async exportPredictions(dataset: Dataset, format: string, options: ExportPredictionsOptions = {}): Promise<ExportedFile> {
    const { threshold, batchSize, ...job } = options;
    const { set } = await this.call('openPredictions', { handle: this.handle, dataset: dataset.info.dataset });
    try {
      await this.call('runPredictions', { handle: this.handle, set, batchSize }, job);
      // A stopped run is no error there.
      throwIfAborted(job.signal, 'The job');
      return await this.call('exportPredictions', { set, format, threshold });
    } finally {
      await this.call('dropPredictions', { set });
    }
  }

  /**
   * Trains the heads on a data set: its tasks are those of the same names, or else the only one of a kind on both sides. The
   * best epoch is kept, and answers from then on.
   *
   * @param options left out ones have their defaults; `tasks[name]` holds those of one task; `onProgress` hears of every step
   *   and epoch. A fired `signal` ends the run: what was learnt by then is its result.
   * @throws TandemError `bad-input` when an option makes no sense, or the data has a label that no head has
   */
  async train(
    dataset: Dataset,
    { signal, onProgress, freshHeads, recipe, keepBetter, ...options }: TrainCallOptions = {},
  ): Promise<RunDetails> {
    return this.taught(
      this.call(
        'train',
        { handle: this.handle, dataset: dataset.info.dataset, options, recipe, freshHeads, keepBetter },
        { signal, onProgress },
      ),
    );
  }

  /**
   * Trains several times, one run after another, with one option at each of its values: `{ over: 'batchSize', values: [16, 32], seeds:
   * [0, 1, 2] }` are six runs, `{ values: [0, 1, 2] }` are three that differ in their seed. Each begins with the heads and the encoder
   * that the model has now, or with new heads, is kept like any other (`useRun`), and is what {@link train} with these options comes to.
   * The model itself stays as it is. A fired `signal` ends the run that is under way, and there are no more.
   *
   * @returns the runs, and for each value mean and standard deviation of every metric over those that came to their end
   * @throws TandemError `bad-input`, before the first run, for an option or a value that any of them would be refused for
   */
  sweep(dataset: Dataset, { signal, onProgress, freshHeads, recipe, over, values, seeds, ...options }: SweepOptions): Promise<Sweep> {
    const params = { handle: this.handle, dataset: dataset.info.dataset, options, recipe, freshHeads, over, values, seeds };
    return this.call('sweep', params, { signal, onProgress });
  }

  /**
   * What {@link train} with these options would take, with an open encoder: it is planned without computing, and a step is timed
   * on a few sentences.
   *
   * @returns bytes on the device beside the loaded model, and seconds of each epoch
   * @throws TandemError `bad-input` for heads alone, which need no forecast, and for options that make no sense
   */
  forecast(
    dataset: Dataset,
    { signal, onProgress, freshHeads, recipe, keepBetter: _, ...options }: TrainCallOptions = {},
  ): Promise<Forecast> {
    return this.call(
      'forecast',
      { handle: this.handle, dataset: dataset.info.dataset, options, recipe, freshHeads },
      { signal, onProgress },
    );
  }

  /**
   * How scores rise with the rows that heads learn from: heads are trained with these options on subsets of the training rows, each
   * inside the next larger one, and scored on the rows that validate; where these are fewer than 30, by 5-fold cross-validation on
   * all rows. Texts without a label are left out. `outlook` is what more labels would bring, or why that cannot be said. The encoder stays
   * frozen, and the model as it is.
   *
   * @throws TandemError `bad-input` for options that open the encoder, `aborted` when the signal fires
   */
  learningCurve(
    dataset: Dataset,
    { signal, onProgress, freshHeads, recipe, fractions, draws, ...options }: LearningCurveOptions = {},
  ): Promise<LearningCurve> {
    const params = { handle: this.handle, dataset: dataset.info.dataset, options, recipe, freshHeads, fractions, draws };
    return this.call('learningCurve', params, { signal, onProgress });
  }

  /**
   * Rows of all splits whose labels are likely to be wrong (confident learning, Northcutt et al., 2021): new heads on the frozen encoder
   * answer each row after learning from the others, in five folds, and rows are ranked by the probability of the given label; those of
   * entities by their least likely word. The model stays as it is.
   *
   * @throws TandemError `bad-input` for fewer than ten rows, or tasks without probabilities; `aborted` when the signal fires
   */
  suspectLabels(dataset: Dataset, { seed, ...job }: JobOptions & { seed?: number } = {}): Promise<SuspectLabels> {
    return this.call('suspectLabels', { handle: this.handle, dataset: dataset.info.dataset, seed }, job);
  }

  /**
   * Rows that are unlike the others, by the encoder's pooled vectors: far from the texts that are nearest to them, or from the other
   * texts of their class.
   *
   * @param seed draws the rows that stand for all in a large data set. Default: 0
   * @returns numbers through all splits, as {@link Dataset.repeatedRows} has them, the farthest first
   * @throws TandemError `aborted` when the signal fires
   */
  outliers(dataset: Dataset, { seed, ...job }: JobOptions & { seed?: number } = {}): Promise<Outliers> {
    return this.call('outliers', { handle: this.handle, dataset: dataset.info.dataset, seed }, job);
  }

  /** How a data set fits: rows that are longer than the model can read, and labels that its word pieces cannot mark. */
  datasetFit(dataset: Dataset): Promise<DatasetFit> {
    return this.call('datasetFit', { handle: this.handle, dataset: dataset.info.dataset });
  }

  /** Holds the training that is under way after its current step; a fired `signal` ends it all the same. */
  pauseTraining(): Promise<void> {
    return this.call('pauseTraining', { handle: this.handle, paused: true });
  }

  /** Lets a training that is paused go on. */
  continueTraining(): Promise<void> {
    return this.call('pauseTraining', { handle: this.handle, paused: false });
  }

  /**
   * Goes on with an interrupted run, as after a closed tab, from the last epoch that was kept: with its own options and heads, as
   * if it had never been interrupted.
   *
   * @param dataset the same rows as then
   * @param run the id of a run that is `resumable`, from `listRuns`
   * @throws TandemError `missing-file` when it cannot go on, `bad-input` for another model or other rows
   */
  resumeRun(dataset: Dataset, run: string, job: JobOptions = {}): Promise<RunDetails> {
    return this.taught(this.call('train', { handle: this.handle, dataset: dataset.info.dataset, resume: run }, job));
  }

  /**
   * Gives the model the heads of a kept run. Where the run trained the encoder as well, they belong to the model that it became:
   * `fromPretrained(run.tuned)`.
   *
   * @param run the id of a run, from `listRuns`
   * @throws TandemError `missing-file` when it is not kept any more, `bad-input` when it belongs to another model
   */
  useRun(run: string): Promise<RunDetails> {
    return this.taught(this.call('useRun', { handle: this.handle, run }));
  }

  /** Metrics of every task that the data set has labels for, by its name: computed from exactly the answers of {@link predict}. */
  async evaluate(dataset: Dataset, { split, ...job }: EvaluateOptions = {}): Promise<Metrics> {
    checkSplit(split);
    return this.call('evaluate', { handle: this.handle, dataset: dataset.info.dataset, split }, job);
  }

  /**
   * What {@link evaluate} gives, with the 95 % interval of every metric, the calibration error of probabilities with the bins of its
   * reliability diagram, and the kind's details, such as a confusion matrix.
   */
  async evaluationReport(dataset: Dataset, { split, ...job }: EvaluateOptions = {}): Promise<EvaluationReport> {
    checkSplit(split);
    return this.call('evaluationReport', { handle: this.handle, dataset: dataset.info.dataset, split }, job);
  }

  /**
   * Every row that has a label, beside what the heads answer: what the page lists under Mistakes. Sorted by `loss`, the highest first,
   * rows that are likely to be labelled wrongly, or hard, come first. Answers are those of {@link predict}; outputs are not kept.
   *
   * @param options `split`: rows of this one alone. Default: of all splits
   * @returns by task, its rows as they are numbered through all splits
   * @throws TandemError `bad-input` for a split without rows, or a data set without labels for any task; `aborted` when the signal fires
   */
  async evaluatedRows(dataset: Dataset, { split, ...job }: EvaluateOptions = {}): Promise<Record<string, EvaluatedRow[]>> {
    checkSplit(split);
    const { evaluation, tasks } = await this.call(
      'openEvaluation',
      { handle: this.handle, dataset: dataset.info.dataset, ...(split ? { split } : {}) },
      job,
    );
    try {
      const all = { from: 0, count: Number.MAX_SAFE_INTEGER };
      const rowsOf = (task: string) => this.call('evaluatedRows', { evaluation, view: { task }, ...all });
      return Object.fromEntries(await Promise.all(tasks.map(async ({ name }) => [name, await rowsOf(name)] as const)));
    } finally {
      await this.call('dropEvaluation', { evaluation });
    }
  }

  /** The model answers with what a run came to, unless the one before is better and stays. */
  private async taught(run: Promise<RunDetails>): Promise<RunDetails> {
    const { tasks, outdone } = await run;
    if (!outdone?.stays) this.configs = tasks;
    return run;
  }

  private predictTexts(texts: TextInput[], { batchSize, reading, ...job }: PredictOptions): Promise<Prediction[]> {
    return this.call('predict', { handle: this.handle, texts, batchSize, reading }, job);
  }

  /** A window at a time, so that outputs of the heads are there for no more than that. */
  private async predictRows(dataset: Dataset, { onProgress, ...options }: PredictOptions): Promise<Prediction[]> {
    const { rows } = dataset.info.summary;
    const total = SPLITS.reduce((sum, split) => sum + rows[split], 0);
    const items: Prediction[] = [];
    const started = performance.now();
    for (const split of SPLITS) {
      for (let from = 0; from < rows[split]; from += WINDOW) {
        const before = items.length;
        const window = await dataset.rows(split, from, WINDOW);
        const texts = window.map(({ text, other }) => ({ text, ...(other === undefined ? {} : { other }) }));
        const report: JobOptions['onProgress'] = (progress) => {
          if (progress.stage !== 'sentences') return onProgress?.(progress);
          const done = before + progress.done;
          const perSecond = done / Math.max(1e-3, (performance.now() - started) / 1000);
          onProgress?.({ stage: 'sentences', done, total, perSecond, secondsLeft: (total - done) / perSecond });
        };
        items.push(...(await this.predictTexts(texts, { ...options, onProgress: onProgress && report })));
      }
    }
    return items;
  }
}

function allTasks({ taskA, taskB, tasks = {} }: MultiTaskOptions): DatasetInfo['tasks'] | undefined {
  const all = {
    ...(taskA ? { taskA: { kind: 'classification', ...taskA } } : {}),
    ...(taskB ? { taskB: { kind: 'entities', layers: 'last', decoding: 'argmax', ...taskB } } : {}),
    ...tasks,
  };
  return Object.keys(all).length > 0 ? all : undefined;
}
