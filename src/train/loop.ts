/**
 * The training loop: epochs of shuffled batches, an evaluation after each, the best epoch kept. It goes on
 * on the CPU when the GPU is lost, and whatever ends it early keeps what was learnt by then.
 */
import type { Backend } from '../autodiff/backend';
import { cpuBackend } from '../autodiff/cpuBackend';
import { toTandemError } from '../errors';
import { breather } from '../inference/breather';
import { scheduleFactor } from '../nn/optim/schedule';
import { type Best, BestEpochs } from './bestEpochs';
import { type Drift, driftOf } from './drift';
import type { EncodedSplit } from './encodedSplit';
import { type PlannedBatch, planEpoch, stepsOf } from './epochPlan';
import type { Evaluation } from './evaluate';
import type { Learner } from './learner';
import type { Metrics } from './metrics/metrics';
import type { TrainOptions } from './options';
import { Pace, type StepPoint } from './pace';
import type { Task, TaskName } from './task';
import type { Checkpoint } from './trainingState';

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
  /** Share of the tokens that padding every batch to its longest sentence would have added. */
  paddingAvoided: number;
  /** How far frozen tasks have moved from where they were, while the encoder learns. */
  drift?: Drift[];
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
  /** Before the first step, where the encoder learns. */
  before?: Metrics;
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
  train: EncodedSplit;
  /** What learns on a backend: called again when the first one is lost. */
  learner(backend: Backend): Learner;
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
  private learner: Learner;
  private backend: Backend;
  private readonly best: BestEpochs;
  private readonly history: EpochRecord[] = [];
  private readonly steps: number;
  private readonly warmup: number;
  private readonly pace: Pace;
  private step = 0;
  private before: Metrics | undefined;
  private checkpoint: Checkpoint | undefined;
  private readonly notes: string[] = [];

  constructor(private readonly setup: TrainingSetup) {
    const { backend, options, events } = setup;
    this.backend = backend;
    this.best = new BestEpochs(options);
    this.learner = setup.learner(backend);
    this.steps = Array.from({ length: options.epochs }, (_, i) => this.plan(i + 1).length).reduce((a, b) => a + b, 0);
    this.warmup = Math.round(options.warmupRatio * this.steps);
    this.pace = new Pace(this.steps, (points, pace) => events?.onSteps?.(points, pace));
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
        this.notes.push(`${error.message} The run went on on the CPU, from the end of epoch ${epoch - 1}.`);
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

  private plan(epoch: number): PlannedBatch[][] {
    const { train, options } = this.setup;
    return stepsOf(planEpoch(train, this.learner.teaching(epoch), options, epoch), options.gradientAccumulation);
  }

  /** @returns how the run ended, if it did */
  private async epoch(epoch: number): Promise<RunStatus | undefined> {
    const { train, options, signal, gate, events, tasks } = this.setup;
    const { learner, pace } = this;
    const { state } = learner;
    const started = performance.now();
    const breathe = breather();
    const steps = this.plan(epoch);
    await learner.startEpoch(epoch, steps);
    if (options.unfreeze) this.before ??= (await learner.evaluate()).metrics;
    pace.startEpoch(epoch, this.step);
    const done: PlannedBatch[] = [];
    let stopped = false;
    let factor = 0;
    for (const batches of steps) {
      await gate?.();
      stopped = signal?.aborted ?? false;
      if (stopped) break;
      factor = scheduleFactor(options.schedule, this.step, this.steps, this.warmup);
      learner.run(batches, factor);
      this.step++;
      done.push(...batches);
      pace.stepped(tokensOf(train, batches), factor);
      if (state.logIsFull || pace.isDue) {
        if (!pace.report(await state.reports())) return this.diverged(epoch);
      }
      await breathe();
    }
    if (!pace.report(await state.reports())) return this.diverged(epoch);
    const means = pace.epochMeans();
    if (!means) return stopped ? 'stopped' : undefined;
    const trained = (performance.now() - started) / 1000;
    const evaluation = await learner.evaluate();
    const values = await state.values();
    if (this.backend.device === 'webgpu') this.checkpoint = await state.state();
    this.best.add(epoch, evaluation.metrics, tasks, values);
    const drift = this.before && driftOf(tasks, options, this.before, evaluation.metrics);
    const record: EpochRecord = {
      epoch,
      train: means,
      validation: evaluation.metrics,
      rateFactor: factor,
      tokensPerSecond: tokensOf(train, done) / trained,
      seconds: (performance.now() - started) / 1000,
      paddingAvoided: paddingAvoided(train, done),
      ...(drift ? { drift } : {}),
    };
    this.history.push(record);
    await events?.onEpoch?.(record, evaluation, this.best);
    const fallen = drift?.find(({ before, now }) => before - now > options.drift.tolerance);
    if (fallen && options.drift.stop) {
      this.notes.push(
        `The frozen ${fallen.task === 'taskA' ? 'Task A' : 'Task B'} fell from ${(100 * fallen.before).toFixed(1)} to ${(100 * fallen.now).toFixed(1)} % in epoch ${epoch}, so the run was ended as you asked.`,
      );
      return 'stopped early';
    }
    return stopped ? 'stopped' : undefined;
  }

  private diverged(epoch: number): RunStatus {
    this.notes.push(
      `The loss is no longer a number in epoch ${epoch}, so the run was ended. ` +
        `${this.history.length > 0 ? 'The best epoch before it is kept.' : 'Everything is as it was before.'} Lower the learning rate or clip gradients harder, and start again.`,
    );
    return 'diverged';
  }

  private moveToCpu(): void {
    this.destroy();
    this.backend = cpuBackend();
    this.learner = this.setup.learner(this.backend);
    if (this.checkpoint) this.learner.state.restore(this.checkpoint);
  }

  private result(status: RunStatus): TrainingResult {
    const { best, metrics, values } = this.best;
    const note = this.notes.length > 0 ? { note: this.notes.join(' ') } : {};
    return { status, ...note, history: this.history, best, metrics, values, ...(this.before ? { before: this.before } : {}) };
  }

  destroy(): void {
    this.learner.destroy();
    if (this.backend !== this.setup.backend) this.backend.destroy();
  }
}

function tokensOf({ rows }: EncodedSplit, batches: PlannedBatch[]): number {
  return batches.flatMap(({ sentences }) => sentences).reduce((sum, i) => sum + rows[i].length, 0);
}

function paddingAvoided(split: EncodedSplit, batches: PlannedBatch[]): number {
  const padded = batches.reduce(
    (sum, { sentences }) => sum + sentences.length * Math.max(...sentences.map((i) => split.rows[i].length)),
    0,
  );
  return 1 - tokensOf(split, batches) / padded;
}
