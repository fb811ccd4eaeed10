/**
 * Parameters, optimiser, feature tables and compiled steps on one backend: what a run drives. It knows
 * nothing of epochs.
 */
import type { Backend, Store } from '../autodiff/backend';
import { AdamW, type OptimizerState } from '../nn/optim/adamW';
import { headParameters, ownerOf, type ParameterTree, partition } from '../nn/parameters';
import type { Features } from './features';
import type { TrainOptions } from './options';
import { StepLog, type StepReport } from './stepLog';
import { type FeatureTables, StepProgram, type TaskRows } from './stepProgram';
import { type StepPlaces, uncertaintyName } from './stepTracer';
import type { Task } from './task';

/** Token rows of a step are rounded up to a multiple of this, so that few programs are compiled. */
const BUCKET = 64;
export class Trainer {
  private readonly places: StepPlaces;
  private readonly tables: FeatureTables;
  private readonly log: StepLog;
  private readonly frozen = new Map<string, Store>();
  private readonly programs = new Map<string, StepProgram>();
  private step = 0;

  constructor(
    readonly backend: Backend,
    readonly tasks: Task[],
    features: Features,
    private readonly options: TrainOptions,
  ) {
    const learning = tasks.filter(({ frozen }) => !frozen);
    const uncertainty: ParameterTree = new Map(
      tasks.map((task) => [uncertaintyName(task), { shape: [1], data: new Float32Array(1) }] as const),
    );
    const tree: ParameterTree = new Map([...headParameters(tasks.map(({ head }) => head)), ...uncertainty]);
    const learns = (name: string) => learning.some((task) => ownerOf(name) === task.name || name === uncertaintyName(task));
    const [trainable, frozen] = partition(tree, learns);
    const groups = learning.flatMap(({ name, learningRate }) => [
      { name, learningRate, weightDecay: options.weightDecay },
      { name: `uncertainty.${name}`, learningRate, weightDecay: 0 },
    ]);
    const groupOf = (name: string) =>
      groups.findIndex((group) => group.name === name || (group.name === ownerOf(name) && !name.startsWith('uncertainty.')));
    const optimizer = new AdamW(backend, trainable, groups, groupOf, { maxGradNorm: options.maxGradNorm });
    for (const [name, { data }] of frozen) this.frozen.set(name, backend.store(data));
    this.log = new StepLog(backend);
    this.tables = {
      sentence: { store: backend.store(features.pooled), width: features.hidden },
      token: { store: backend.store(features.tokens), width: features.tokenWidth },
    };
    this.places = {
      parameter: (name) => optimizer.values.get(name) ?? this.frozen.get(name) ?? missing(name),
      optimizer,
      counter: backend.store(2),
      one: backend.store(Float32Array.of(1)),
      report: this.log.report,
    };
  }

  /** Values of every parameter, frozen ones included. */
  parameter(name: string): Store {
    return this.places.parameter(name);
  }

  /** What the last step computed for a learning parameter. */
  gradient(name: string): Promise<Float32Array<ArrayBuffer>> {
    return (this.places.optimizer.gradients.get(name) ?? missing(name)).read();
  }

  /**
   * Puts one step on its way.
   *
   * @param batch rows and labels of each task that has any, in the order of the tasks
   * @param factor of the learning rates, from the schedule
   */
  run(batch: (TaskRows & { task: Task })[], factor: number): void {
    const { places, options } = this;
    const tasks = batch.map(({ task }) => task);
    const sizes = batch.map(({ task, rows }) =>
      task.head.type.level === 'sentence' ? options.batchSize : Math.ceil(rows.length / BUCKET) * BUCKET,
    );
    const key = tasks.map(({ name }, i) => `${name}:${sizes[i]}`).join(' ');
    let program = this.programs.get(key);
    if (!program) {
      program = new StepProgram(this.backend, places, this.tables, tasks, sizes, options.balance === 'uncertainty');
      this.programs.set(key, program);
    }
    places.counter.write(Uint32Array.of(options.seed, this.step++));
    const learned = options.balance === 'uncertainty';
    places.optimizer.prepare(factor, ({ name }) => tasks.some((task) => task.name === name || (learned && uncertaintyName(task) === name)));
    program.run(batch, this.log.store, this.log.next(tasks));
  }

  /** Whether the log is full and must be read before the next step. */
  get logIsFull(): boolean {
    return this.log.isFull;
  }

  /** Waits for the steps under way; the reports of those since the last call. */
  reports(): Promise<StepReport[]> {
    return this.log.read();
  }

  /** The learning parameters by full name. */
  values(): Promise<Map<string, Float32Array<ArrayBuffer>>> {
    return this.places.optimizer.read();
  }

  /** Optimiser and step number: enough to go on elsewhere. */
  async state(): Promise<OptimizerState & { step: number }> {
    return { ...(await this.places.optimizer.state()), step: this.step };
  }

  restore(state: OptimizerState & { step: number }): void {
    this.places.optimizer.restore(state);
    this.step = state.step;
  }

  get dispatches(): number {
    return Math.max(0, ...[...this.programs.values()].map(({ dispatches }) => dispatches));
  }

  destroy(): void {
    for (const program of this.programs.values()) program.destroy();
    const { optimizer, counter, one } = this.places;
    optimizer.destroy();
    this.log.destroy();
    for (const store of [this.tables.sentence.store, this.tables.token.store, counter, one, ...this.frozen.values()]) store.destroy();
  }
}

function missing(name: string): never {
  throw new RangeError(`no parameter is called ${name}`);
}
