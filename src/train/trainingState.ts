/**
 * All that outlives a step: parameters, optimiser, log. A step of the optimiser is one program where it
 * takes one batch; where it takes several, each adds its gradients to a sum before the update.
 */
import type { Backend, Copy, Program, Store } from '../autodiff/backend';
import { add } from '../autodiff/ops/add';
import { Tape, type Value } from '../autodiff/tape';
import { AdamW, type OptimizerState, type ParameterGroup } from '../nn/optim/adamW';
import { type ParameterTree, partition } from '../nn/parameters';
import type { TrainOptions } from './options';
import { StepLog, type StepReport } from './stepLog';
import type { StepPlaces } from './stepTracer';
import type { Task } from './task';

/** Optimiser and number of batches so far: enough to go on elsewhere. */
export type Checkpoint = OptimizerState & { batches: number };

/** A batch that is ready to run. */
export interface ReadyBatch {
  tasks: Task[];
  /** Whether a group's parameters learn from it. */
  teaches(group: ParameterGroup): boolean;
  run(counter: [seed: number, batch: number], copies: Copy[]): void;
}

export interface Parameters {
  tree: ParameterTree;
  learns(name: string): boolean;
  groups: ParameterGroup[];
  /** Name of the group that a parameter belongs to. */
  groupName(name: string): string;
  /** Values by the names that they go by elsewhere. Default: the tree's own. */
  published?(values: Map<string, Float32Array<ArrayBuffer>>): Map<string, Float32Array<ArrayBuffer>>;
}

export class TrainingState {
  readonly places: StepPlaces;
  private readonly log: StepLog;
  private readonly frozen = new Map<string, Store>();
  private readonly sum: GradientSum | undefined;
  private batches = 0;

  constructor(
    backend: Backend,
    private readonly parameters: Parameters,
    private readonly options: TrainOptions,
  ) {
    const { tree, learns, groups, groupName } = parameters;
    const [trainable, frozen] = partition(tree, learns);
    const groupOf = (name: string) => groups.findIndex((group) => group.name === groupName(name));
    const optimizer = new AdamW(backend, trainable, groups, groupOf, { maxGradNorm: options.maxGradNorm });
    for (const [name, { data }] of frozen) this.frozen.set(name, backend.store(data));
    this.log = new StepLog(backend);
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

  /** The learning parameters by full name. */
  async values(): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    const values = await this.places.optimizer.read();
    return this.parameters.published?.(values) ?? values;
  }

  async state(): Promise<Checkpoint> {
    return { ...(await this.places.optimizer.state()), batches: this.batches };
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
  private readonly adding: Program;
  private readonly updating: Program;

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
