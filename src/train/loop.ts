/**
 * The training loop: epochs of shuffled batches, an evaluation after each, the best epoch kept. It goes on
 * on the CPU when the GPU is lost, and whatever ends it early keeps what was learnt by then.
 */
import type { Backend } from '../autodiff/backend';
import { cpuBackend } from '../autodiff/cpuBackend';
import { toTandemError } from '../errors';
import { breather } from '../inference/breather';
import { IGNORE_INDEX } from '../nn/losses';
import { scheduleFactor } from '../nn/optim/schedule';
import { type Best, BestEpochs } from './bestEpochs';
import { pieceLabels } from './encodedSplit';
import { type PlannedBatch, planEpoch } from './epochPlan';
import { type EvaluatedSplit, type Evaluation, Evaluator } from './evaluate';
import type { Metrics } from './metrics/metrics';
import type { TrainOptions } from './options';
import { Pace, type StepPoint } from './pace';
import type { Task, TaskName } from './task';
import { Trainer } from './trainer';

export interface EpochRecord {
  /** Counted from 1. */
  epoch: number;
  /** Means over its steps. */
  train: { taskA?: number; taskB?: number; total: number; gradNorm: number };
  validation: Metrics;
  /** Factor of the rates at its last step. */
  rateFactor: number;
  tokensPerSecond: number;
  seconds: number;
}

export type RunStatus = 'finished' | 'stopped' | 'stopped early' | 'diverged';

export interface TrainingResult {
  status: RunStatus;
  /** What a person should know of how it ended. */
  note?: string;
  history: EpochRecord[];
  best: Partial<Record<TaskName, Best>>;
  /** Of the best epoch of each task. */
  metrics: Metrics;
  /** Best values of the learning parameters, by full name. */
  values: Map<string, Float32Array<ArrayBuffer>>;
}

export interface TrainingEvents {
  /** Some ten times a second, with every step since the last call. */
  onSteps?(points: StepPoint[], pace: { step: number; steps: number; tokensPerSecond: number; secondsLeft?: number }): void;
  onEpoch?(record: EpochRecord, evaluation: Evaluation, best: BestEpochs): void | Promise<void>;
}

export interface TrainingSetup {
  backend: Backend;
  tasks: Task[];
  train: EvaluatedSplit;
  validation: EvaluatedSplit;
  options: TrainOptions;
  /** Ends the run where it is; what was learnt by then is its result. */
  signal?: AbortSignal;
  /** Awaited before every step: holds the run while it is paused. */
  gate?: () => Promise<void> | undefined;
  events?: TrainingEvents;
}

export async function train(setup: TrainingSetup): Promise<TrainingResult> {
  const loop = new TrainingLoop(setup);
  try {
    return await loop.run();
  } finally {
    loop.destroy();
  }
}

class TrainingLoop {
  private trainer: Trainer;
  private evaluator: Evaluator;
  private backend: Backend;
  private readonly best: BestEpochs;
  private readonly history: EpochRecord[] = [];
  private readonly learning: TaskName[];
  private readonly labels: { taskA: Int32Array; taskB: Int32Array };
  private readonly steps: number;
  private readonly warmup: number;
  private readonly pace: Pace;
  private step = 0;
  private checkpoint: Awaited<ReturnType<Trainer['state']>> | undefined;
  private note: string | undefined;

  constructor(private readonly setup: TrainingSetup) {
    const { backend, tasks, train, options, events } = setup;
    this.backend = backend;
    this.best = new BestEpochs(options);
    this.learning = tasks.filter(({ frozen }) => !frozen).map(({ name }) => name);
    const tags = tasks.find(({ name }) => name === 'taskB')?.head.config.labels as string[] | undefined;
    this.labels = {
      taskA: train.encoded.classIds,
      taskB: tags ? pieceLabels(train.encoded, tags, options.labelAllPieces) : new Int32Array(),
    };
    this.steps = options.epochs * planEpoch(train.encoded, this.learning, options, 0).length;
    this.warmup = Math.round(options.warmupRatio * this.steps);
    this.pace = new Pace(this.steps, (points, pace) => events?.onSteps?.(points, pace));
    [this.trainer, this.evaluator] = this.start();
  }

  async run(): Promise<TrainingResult> {
    const { options, signal } = this.setup;
    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      const before = this.step;
      try {
        const ended = await this.epoch(epoch);
        if (ended) return this.result(ended);
      } catch (thrown) {
        const error = toTandemError(thrown);
        if (error.code !== 'device-lost' || this.backend.device === 'cpu') throw error;
        this.note = `${error.message} The run went on on the CPU, from the end of epoch ${epoch - 1}.`;
        this.moveToCpu();
        this.step = before;
        epoch--;
        continue;
      }
      if (this.best.shouldStop(epoch)) return this.result('stopped early');
      if (signal?.aborted) return this.result('stopped');
    }
    return this.result('finished');
  }

  /** @returns how the run ended, if it did */
  private async epoch(epoch: number): Promise<RunStatus | undefined> {
    const { train, options, signal, gate, events, tasks } = this.setup;
    const { trainer, pace } = this;
    const started = performance.now();
    const breathe = breather();
    pace.startEpoch(epoch, this.step);
    let tokens = 0;
    let stopped = false;
    let factor = 0;
    for (const batch of planEpoch(train.encoded, this.learning, options, epoch)) {
      await gate?.();
      stopped = signal?.aborted ?? false;
      if (stopped) break;
      factor = scheduleFactor(options.schedule, this.step, this.steps, this.warmup);
      trainer.run(this.rowsOf(batch), factor);
      this.step++;
      tokens += pace.stepped(this.tokensOf(batch), factor);
      if (trainer.logIsFull || pace.isDue) {
        if (!pace.report(await trainer.reports())) return this.diverged(epoch);
      }
      await breathe();
    }
    if (!pace.report(await trainer.reports())) return this.diverged(epoch);
    const means = pace.epochMeans();
    if (!means) return stopped ? 'stopped' : undefined;
    const trained = (performance.now() - started) / 1000;
    const evaluation = await this.evaluator.evaluate(tasks);
    const values = await trainer.values();
    if (this.backend.device === 'webgpu') this.checkpoint = await trainer.state();
    this.best.add(epoch, evaluation.metrics, tasks, values);
    const record: EpochRecord = {
      epoch,
      train: means,
      validation: evaluation.metrics,
      rateFactor: factor,
      tokensPerSecond: tokens / trained,
      seconds: (performance.now() - started) / 1000,
    };
    this.history.push(record);
    await events?.onEpoch?.(record, evaluation, this.best);
    return stopped ? 'stopped' : undefined;
  }

  private rowsOf({ sentences, tasks }: PlannedBatch) {
    const { encoded } = this.setup.train;
    return this.setup.tasks.flatMap((task) => {
      if (!tasks.includes(task.name)) return [];
      const labels = this.labels[task.name];
      const rows =
        task.name === 'taskA'
          ? sentences
          : sentences.flatMap((i) =>
              Array.from({ length: encoded.firstPiece[i + 1] - encoded.firstPiece[i] }, (_, k) => encoded.firstPiece[i] + k),
            );
      // A frozen encoder need not compute what carries no label.
      const labelled = rows.filter((row) => labels[row] !== IGNORE_INDEX);
      if (labelled.length === 0) return [];
      return [{ task, rows: Uint32Array.from(labelled), labels: Int32Array.from(labelled, (row) => labels[row]) }];
    });
  }

  private tokensOf({ sentences }: PlannedBatch): number {
    const { firstPiece } = this.setup.train.encoded;
    return sentences.reduce((sum, i) => sum + firstPiece[i + 1] - firstPiece[i], 0);
  }

  private diverged(epoch: number): RunStatus {
    this.note =
      `The loss is no longer a number in epoch ${epoch}, so the run was ended. ` +
      `${this.history.length > 0 ? 'The heads of the best epoch before it are kept.' : 'The heads are as they were before.'} Lower the learning rate or clip gradients harder, and start again.`;
    return 'diverged';
  }

  private start(): [Trainer, Evaluator] {
    const { tasks, train, validation, options } = this.setup;
    const trainer = new Trainer(this.backend, tasks, train.features, options);
    return [trainer, new Evaluator(this.backend, validation, (name) => trainer.parameter(name))];
  }

  private moveToCpu(): void {
    this.destroy();
    this.backend = cpuBackend();
    [this.trainer, this.evaluator] = this.start();
    if (this.checkpoint) this.trainer.restore(this.checkpoint);
  }

  private result(status: RunStatus): TrainingResult {
    const { best, metrics, values } = this.best;
    return { status, ...(this.note ? { note: this.note } : {}), history: this.history, best, metrics, values };
  }

  destroy(): void {
    this.trainer.destroy();
    this.evaluator.destroy();
    if (this.backend !== this.setup.backend) this.backend.destroy();
  }
}
