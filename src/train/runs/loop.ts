/**
 * The training loop: epochs of shuffled batches, an evaluation after each, the best epoch kept. It goes on
 * on the CPU when the GPU is lost or computes wrong, and whatever ends it early keeps what was learnt by then.
 */
import type { Backend } from '../../autodiff/backend';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { breather } from '../../breather';
import { type TandemError, toTandemError } from '../../errors';
import { scheduleFactor } from '../../nn/optim/schedule';
import type { TaskConfig } from '../../tasks/kind';
import type { Metrics } from '../../tasks/taskMetrics';
import type { EncodedSplit } from '../data/encodedSplit';
import type { Evaluated } from '../learners/evaluator';
import type { Learner } from '../learners/learner';
import { type PlannedBatch, planEpoch, stepsOf } from '../plan/epochPlan';
import type { TrainOptions } from '../plan/options';
import type { Task } from '../plan/task';
import type { StepReport } from '../step/stepLog';
import type { Checkpoint } from '../step/trainingState';
import { type Best, BestEpochs, type BestState } from './bestEpochs';
import { type Drift, driftOf, fallen } from './drift';
import { Pace, type PaceReport, type StepPoint } from './pace';

/** What an epoch came to. */
export interface EpochRecord {
  /** Counted from 1. */
  epoch: number;
  /** Means over its steps. */
  train: StepReport;
  /** On the validation rows, after it. */
  validation: Metrics;
  /** Factor of the rates at its last step. */
  rateFactor: number;
  /** Real tokens that were trained on, without padding; a text that occurs in several pairs of a batch counts for each. */
  tokensPerSecond: number;
  /** That it took, its evaluation included. */
  seconds: number;
  /** Share of the tokens that padding every batch to its longest sentence would have added. */
  paddingAvoided: number;
  /** How far frozen tasks have moved from where they were, while the encoder learns. */
  drift?: Drift[];
}

/** How a run ended: by itself, by a stop, as its metric got no better, or as its loss was no number any more. */
export type RunStatus = 'finished' | 'stopped' | 'stopped early' | 'diverged';

export interface TrainingResult {
  status: RunStatus;
  /** What a person should know of how it ended. */
  note?: string;
  history: EpochRecord[];
  best: Record<string, Best>;
  /** Of the best epoch of each task. */
  metrics: Metrics;
  /** Before the first step, where the encoder learns. */
  before?: Metrics;
  /** Configs that the validation rows calibrated, by task, of its best epoch. */
  configs: Record<string, TaskConfig>;
  /** Best values of the learning parameters, by full name. */
  values: Map<string, Float32Array<ArrayBuffer>>;
}

/** A run at the end of an epoch: from here it goes on as if it had never stopped. */
export interface LoopState {
  /** Steps so far. */
  step: number;
  history: EpochRecord[];
  before?: Metrics;
  best: BestState;
  checkpoint: Checkpoint;
}

export interface TrainingEvents {
  /** Some ten times a second, with every step since the last call. */
  onSteps?(points: StepPoint[], pace: PaceReport): void;
  onEpoch?(record: EpochRecord, evaluation: Evaluated, state: LoopState): void | Promise<void>;
}

export interface TrainingSetup {
  /** Makes the backend to begin on; another one, when that has no memory left; and where a GPU was lost, one to go back to. */
  backend(): Backend;
  tasks: Task[];
  train: EncodedSplit;
  /**
   * Has the GPU prove itself anew, before an epoch's end and every so many steps. Default: it is trusted.
   * @throws TandemError `wrong-result`: the run goes on on the CPU, from its last good epoch
   */
  prove?(): Promise<void>;
  /** What learns on a backend: called again when the first one fails. @param recompute as the option */
  learner(backend: Backend, recompute: boolean): Learner;
  /** Where an earlier part of the run left off. */
  from?: LoopState;
  options: TrainOptions;
  /** Batches of an epoch, counted from 1. Default: all rows, shuffled. */
  plan?(epoch: number): PlannedBatch[];
  /** Ends the run where it is; what was learnt by then is its result. */
  signal?: AbortSignal;
  /** Awaited before every step: holds the run while it is paused. */
  gate?: () => Promise<void> | undefined;
  events?: TrainingEvents;
}

/** Steps after which a GPU proves itself anew. */
const STEPS_PER_PROOF = 100;

export async function train(setup: TrainingSetup): Promise<TrainingResult> {
  const loop = new TrainingLoop(setup);
  try {
    return await loop.run();
  } finally {
    loop.destroy();
  }
}

class TrainingLoop {
  private backend: Backend;
  private learner: Learner;
  private readonly best: BestEpochs;
  private readonly history: EpochRecord[];
  private readonly steps: number;
  private readonly warmup: number;
  private readonly pace: Pace;
  private step: number;
  private before: Metrics | undefined;
  private checkpoint: Checkpoint | undefined;
  private recompute: boolean;
  /** The epoch in which the GPU was lost, until the run is back on it. */
  private lostIn: number | undefined;
  private readonly notes: string[] = [];
  private readonly breathe = breather();

  constructor(private readonly setup: TrainingSetup) {
    const { options, events, from } = setup;
    this.best = new BestEpochs(options, from?.best);
    this.history = [...(from?.history ?? [])];
    this.step = from?.step ?? 0;
    this.before = from?.before;
    this.checkpoint = from?.checkpoint;
    this.recompute = options.recompute;
    this.backend = setup.backend();
    this.learner = this.start();
    this.steps = Array.from({ length: options.epochs }, (_, i) => this.plan(i + 1).length).reduce((a, b) => a + b, 0);
    this.warmup = Math.round(options.warmupRatio * this.steps);
    this.pace = new Pace({ steps: this.steps, epochs: options.epochs }, (points, pace) => events?.onSteps?.(points, pace));
  }

  async run(): Promise<TrainingResult> {
    const { options, signal } = this.setup;
    for (let epoch = this.history.length + 1; epoch <= options.epochs; epoch++) {
      const before = this.step;
      this.goBack(epoch);
      try {
        const ended = await this.epoch(epoch);
        if (ended) return this.result(ended);
      } catch (thrown) {
        const ended = this.recover(toTandemError(thrown), epoch);
        if (ended) return this.result(ended);
        this.step = before;
        epoch--;
        continue;
      }
      if (this.best.shouldStop(epoch)) return this.result('stopped early');
      if (signal?.aborted) return this.result('stopped');
    }
    return this.result('finished');
  }

  /**
   * Goes on from the end of the last epoch in another way.
   *
   * @returns how the run ended, if there is no other way
   * @throws the error itself when nothing was learnt yet that could be kept
   */
  private recover(error: TandemError, epoch: number): RunStatus | undefined {
    const from = epoch === 1 ? 'the beginning' : `the end of epoch ${epoch - 1}`;
    if ((error.code === 'device-lost' || error.code === 'wrong-result') && this.backend.device === 'webgpu') {
      this.notes.push(`${error.message} The run went on on the CPU, from ${from}.`);
      this.lostIn = epoch;
      this.restart(cpuBackend());
      return undefined;
    }
    if (error.code === 'out-of-memory' && this.setup.options.unfreeze && !this.recompute) {
      this.notes.push(`Memory ran out, so the run went on from ${from} with layers recomputed: slower, in less memory.`);
      this.recompute = true;
      this.restart(this.setup.backend());
      return undefined;
    }
    if (this.history.length === 0) throw error;
    this.notes.push(`${error.message} The run ended at ${from}; what was learnt by then is kept.`);
    return 'stopped';
  }

  private plan(epoch: number): PlannedBatch[][] {
    const { train, options, plan } = this.setup;
    const batches = plan?.(epoch) ?? planEpoch(train, this.learner.teaching(epoch), options, epoch);
    return stepsOf(batches, options.gradientAccumulation);
  }

  /** @returns how the run ended, if it did */
  private async epoch(epoch: number): Promise<RunStatus | undefined> {
    const { train, options, signal, events, tasks } = this.setup;
    const { learner, pace } = this;
    const { state } = learner;
    const started = performance.now();
    const steps = this.plan(epoch);
    await learner.startEpoch(epoch, steps);
    if (options.unfreeze) this.before ??= (await learner.evaluate()).metrics;
    pace.startEpoch(epoch, this.step);
    const done: PlannedBatch[] = [];
    let stopped = false;
    let factor = 0;
    for (const batches of steps) {
      await this.wait();
      stopped = signal?.aborted ?? false;
      if (stopped) break;
      factor = scheduleFactor(options.schedule, this.step, this.steps, this.warmup);
      await learner.run(batches, factor);
      this.step++;
      done.push(...batches);
      pace.stepped(tokensOf(train, batches), factor);
      if (state.logIsFull || pace.isDue) {
        if (!pace.report(await state.reports())) return this.diverged(epoch);
      }
      if (this.step % STEPS_PER_PROOF === 0) await this.prove();
      await this.breathe();
    }
    if (!pace.report(await state.reports())) return this.diverged(epoch);
    const means = pace.epochMeans();
    if (!means) return stopped ? 'stopped' : undefined;
    const trained = (performance.now() - started) / 1000;
    const evaluation = await learner.evaluate();
    await this.prove();
    const values = await state.values();
    this.checkpoint = await state.state();
    this.best.add(epoch, evaluation, tasks, values);
    const drift = this.before && driftOf(tasks, this.before, evaluation.metrics);
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
    await events?.onEpoch?.(record, evaluation, this.state(this.checkpoint));
    const [first] = fallen(drift, options.drift.tolerance);
    if (first && options.drift.stop) {
      const [before, now] = [first.before, first.now].map((value) => value.toFixed(3));
      this.notes.push(
        `The frozen task ${first.task} went from ${before} to ${now} (${first.metric}) in epoch ${epoch}, so the run was ended as you asked.`,
      );
      return 'stopped early';
    }
    return stopped ? 'stopped' : undefined;
  }

  /** While the run is paused. */
  private async wait(): Promise<void> {
    const held = this.setup.gate?.();
    if (!held) return;
    const from = performance.now();
    await held;
    this.pace.held(performance.now() - from);
  }

  private async prove(): Promise<void> {
    if (this.backend.device === 'webgpu') await this.setup.prove?.();
  }

  private diverged(epoch: number): RunStatus {
    this.notes.push(
      `The loss is no longer a number in epoch ${epoch}, so the run was ended. ` +
        `${this.history.length > 0 ? 'The best epoch before it is kept.' : 'Everything is as it was before.'} Lower the learning rate or clip gradients harder, and start again.`,
    );
    return 'diverged';
  }

  private state(checkpoint: Checkpoint): LoopState {
    const { step, history, before, best } = this;
    return { step, history, ...(before ? { before } : {}), best: best.state, checkpoint };
  }

  private start(): Learner {
    const learner = this.setup.learner(this.backend, this.recompute);
    if (this.checkpoint) learner.state.restore(this.checkpoint);
    return learner;
  }

  /** To the GPU, where one that was lost in an earlier epoch is there again. */
  private goBack(epoch: number): void {
    if (this.lostIn === undefined || this.lostIn === epoch) return;
    const backend = this.setup.backend();
    if (backend.device !== 'webgpu') {
      backend.destroy();
      return;
    }
    this.notes.push(`From epoch ${epoch} on, it ran on the GPU again.`);
    this.lostIn = undefined;
    this.restart(backend);
  }

  private restart(backend: Backend): void {
    this.destroy();
    this.backend = backend;
    this.learner = this.start();
  }

  private result(status: RunStatus): TrainingResult {
    const { best, metrics, configs, values } = this.best;
    const note = this.notes.length > 0 ? { note: this.notes.join(' ') } : {};
    return { status, ...note, history: this.history, best, metrics, configs, values, ...(this.before ? { before: this.before } : {}) };
  }

  destroy(): void {
    this.learner.destroy();
    this.backend.destroy();
  }
}

function tokensOf({ tokens }: EncodedSplit, batches: PlannedBatch[]): number {
  return batches.flatMap(({ examples }) => examples).reduce((sum, i) => sum + tokens[i], 0);
}

/** Over sequences of one view at a time, as a padded batch would hold them. */
function paddingAvoided({ views }: EncodedSplit, batches: PlannedBatch[]): number {
  let [real, padded] = [0, 0];
  for (const { examples } of batches) {
    for (const { texts } of views.values()) {
      const lengths = examples.flatMap((i) => texts[i].sequences.map(({ ids }) => ids.length));
      real += lengths.reduce((a, b) => a + b, 0);
      padded += lengths.length * Math.max(...lengths);
    }
  }
  return padded === 0 ? 0 : 1 - real / padded;
}
