/**
 * All that outlives a step: parameters, optimiser, log. A step of the optimiser is one program where it
 * takes one batch; where it takes several, each adds its gradients to a sum before the update.
 */
import type { Backend, CompiledTape, Copy, Store } from '../../autodiff/backend';
import { add } from '../../autodiff/ops/add';
import { Tape, type Value } from '../../autodiff/tape';
import { AdamW } from '../../nn/optim/adamW';
import type { OptimizerState, ParameterGroup, ParameterState } from '../../nn/optim/optimizer';
import { partition } from '../../nn/parameters';
import type { TrainOptions } from '../plan/options';
import type { Task } from '../plan/task';
import type { LearningParameters } from './parameters';
import { StepLog, type StepReport } from './stepLog';
import type { StepPlaces } from './stepTracer';

/** Optimiser and number of batches so far: enough to go on elsewhere. */
export type Checkpoint = OptimizerState & { batches: number };

/** A batch that is ready to run. */
export interface ReadyBatch {
  tasks: Task[];
  /** Whether a group's parameters learn from it. */
  teaches(group: ParameterGroup): boolean;
  run(counter: [seed: number, batch: number], copies: Copy[]): void;
}

type Values = Map<string, Float32Array<ArrayBuffer>>;

export class TrainingState {
  readonly places: StepPlaces;
  private readonly log: StepLog;
  private readonly frozen = new Map<string, Store>();
  private readonly sum: GradientSum | undefined;
  private batches = 0;

  /** @param published gives values the names that they go by elsewhere. Default: their own */
  constructor(
    backend: Backend,
    { tree, groups, groupOf }: LearningParameters,
    tasks: Task[],
    private readonly options: TrainOptions,
    private readonly published: (values: Values) => Values = (values) => values,
  ) {
    const [trainable, frozen] = partition(tree, (name) => groupOf.has(name));
    const indexOf = new Map(groups.map((group, i) => [group, i]));
    const index = (name: string) => indexOf.get(groupOf.get(name) as ParameterGroup) ?? -1;
    const optimizer = new AdamW(backend, trainable, groups, index, { maxGradNorm: options.maxGradNorm });
    for (const [name, { data }] of frozen) this.frozen.set(name, backend.store(data));
    this.log = new StepLog(backend, tasks);
    this.places = {
      parameter: (name) => this.parameter(name),
      optimizer,
      counter: backend.store(new Uint32Array(2)),
      one: backend.store(Float32Array.of(1)),
      report: this.log.report,
    };
    if (options.gradientAccumulation > 1) this.sum = new GradientSum(backend, this.places);
  }

  /** Whether a batch's program updates by itself. */
  get updatesAtOnce(): boolean {
    return this.sum === undefined;
  }

  /** Values of a parameter, frozen or not. @throws RangeError when there is none of this name */
  parameter(name: string): Store {
    return this.places.optimizer.values.get(name) ?? this.frozen.get(name) ?? missing(name);
  }

  /** What the last batch computed for a learning parameter. */
  gradient(name: string): Promise<Float32Array<ArrayBuffer>> {
    return (this.places.optimizer.gradients.get(name) ?? missing(name)).read();
  }

  /** Puts one step on its way. @param factorOf what each learning group's rate is multiplied by */
  run(step: ReadyBatch[], factorOf: (group: ParameterGroup) => number): void {
    const { places, sum, log } = this;
    const advance = () => places.optimizer.advance((group) => (step.some((batch) => batch.teaches(group)) ? factorOf(group) : undefined));
    if (!sum) advance();
    else places.one.write(Float32Array.of(1 / step.length));
    for (const [i, batch] of step.entries()) {
      const counter: [number, number] = [this.options.seed, this.batches++];
      places.counter.write(Uint32Array.from(counter));
      places.optimizer.begin((group) => batch.teaches(group));
      const copies = log.next(batch.tasks, i === step.length - 1);
      batch.run(counter, sum && i === 0 ? [...copies, sum.begin()] : copies);
      if (i > 0) sum?.add();
    }
    if (!sum) return;
    advance();
    sum.update(log.again());
  }

  /** Whether the log must be read before the next step. */
  get logIsFull(): boolean {
    return this.log.isFull(this.options.gradientAccumulation);
  }

  /** Waits for the steps under way; the reports of those since the last call. */
  reports(): Promise<StepReport[]> {
    return this.log.read();
  }

  /** The learning parameters by the names that they go by elsewhere. */
  async values(): Promise<Values> {
    return this.published(await this.places.optimizer.read());
  }

  async state(): Promise<Checkpoint> {
    return { ...(await this.places.optimizer.state()), batches: this.batches };
  }

  /** What a checkpoint holds of each learning parameter, by the name that it goes by elsewhere. */
  named(checkpoint: Checkpoint): Map<string, ParameterState> {
    const named = new Map<string, ParameterState>();
    for (const [own, { value, moment, square, steps }] of this.places.optimizer.named(checkpoint)) {
      // One parameter may go by several names elsewhere.
      const [values, moments, squares] = [value, moment, square].map((part) => this.published(new Map([[own, part]])));
      for (const [name, part] of values) {
        const of = (parts: Values) => parts.get(name) as Float32Array<ArrayBuffer>;
        named.set(name, { value: part, moment: of(moments), square: of(squares), steps });
      }
    }
    return named;
  }

  restore(state: Checkpoint): void {
    this.places.optimizer.restore(state);
    this.batches = state.batches;
  }

  destroy(): void {
    const { optimizer, counter, one } = this.places;
    optimizer.destroy();
    this.log.destroy();
    this.sum?.destroy();
    for (const store of [counter, one, ...this.frozen.values()]) store.destroy();
  }
}

/** Gradients of several batches, summed before one update. */
class GradientSum {
  private readonly sum: Store;
  private readonly next: Store;
  private readonly adding: CompiledTape;
  private readonly updating: CompiledTape;

  constructor(
    backend: Backend,
    private readonly places: StepPlaces,
  ) {
    const { flatGradients } = places.optimizer;
    const { length } = flatGradients;
    this.sum = backend.store(length);
    this.next = backend.store(length);
    const adding = new Tape();
    const [sum, gradients] = [adding.input('sum', [length]), adding.input('gradients', [length])];
    const next = adding.apply(add, [sum, gradients], {});
    const stores: [Value, Store][] = [
      [sum, this.sum],
      [gradients, flatGradients],
      [next, this.next],
    ];
    this.adding = backend.compile(adding, [next], new Map(stores));
    const updating = new Tape();
    const updated = new Map<Value, Store>();
    const norm = places.optimizer.trace(updating, updated, this.sum);
    updated.set(norm, places.report.norm);
    this.updating = backend.compile(updating, [norm], updated);
  }

  /** The copy with which the first batch's gradients become the sum. */
  begin(): Copy {
    return { from: this.places.optimizer.flatGradients, to: this.sum, at: 0 };
  }

  add(): void {
    this.adding.run([{ from: this.next, to: this.sum, at: 0 }]);
  }

  update(copies: Copy[]): void {
    this.updating.run(copies);
  }

  destroy(): void {
    for (const held of [this.sum, this.next, this.adding, this.updating]) held.destroy();
  }
}

function missing(name: string): never {
  throw new RangeError(`no parameter is called ${name}`);
}
