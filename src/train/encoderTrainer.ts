/**
 * Encoder, heads, optimiser and compiled steps on one backend, for runs in which layers of the encoder
 * learn. Layers open from the top; a program is compiled for each depth and size that comes up.
 */
import type { Backend, Store } from '../autodiff/backend';
import type { EncoderConfig } from '../nn/bertEncoder';
import { depthOf, type EncoderRates, encoderGroupOf, encoderGroups } from '../nn/encoderGroups';
import { AdamW, type OptimizerState } from '../nn/optim/adamW';
import { headParameters, ownerOf, type ParameterTree, partition } from '../nn/parameters';
import { bucketOf, type EncoderBatch, EncoderStep } from './encoderStep';
import type { TrainOptions } from './options';
import { StepLog, type StepReport } from './stepLog';
import { type StepPlaces, uncertaintyName } from './stepTracer';
import type { Task } from './task';

export interface OpenEncoder {
  config: EncoderConfig;
  /** All of the encoder's parameters by Hugging Face name. */
  parameters: ParameterTree;
  rates: EncoderRates;
  /** The lowest depth that will ever learn in this run; see lowestOpen. What lies below is never differentiated. */
  lowest: number;
}

const GROUP_DEPTH = /^depth (\d+)/;

export class EncoderTrainer {
  private readonly places: StepPlaces;
  private readonly log: StepLog;
  private readonly frozen = new Map<string, Store>();
  private readonly programs = new Map<string, EncoderStep>();
  private readonly shapes: Map<string, number[]>;
  private step = 0;

  constructor(
    readonly backend: Backend,
    private readonly encoder: OpenEncoder,
    private readonly tasks: Task[],
    private readonly options: TrainOptions,
  ) {
    const { config, parameters, rates, lowest } = encoder;
    const learning = tasks.filter((task) => !task.frozen);
    const uncertainty: ParameterTree = new Map(tasks.map((task) => [uncertaintyName(task), { shape: [1], data: new Float32Array(1) }]));
    const tree: ParameterTree = new Map([...parameters, ...headParameters(tasks.map(({ head }) => head)), ...uncertainty]);
    const learns = (name: string) =>
      parameters.has(name)
        ? depthOf(name) >= lowest
        : learning.some((task) => ownerOf(name) === task.name || name === uncertaintyName(task));
    const [trainable, frozen] = partition(tree, learns);
    const groups = [
      ...learning.flatMap(({ name, learningRate }) => [
        { name, learningRate, weightDecay: options.weightDecay },
        { name: `uncertainty.${name}`, learningRate, weightDecay: 0 },
      ]),
      ...encoderGroups(config.numHiddenLayers, rates),
    ];
    const groupName = (name: string) =>
      parameters.has(name) ? encoderGroupOf(name) : name.startsWith('uncertainty.') ? name : ownerOf(name);
    const groupOf = (name: string) => groups.findIndex((group) => group.name === groupName(name));
    const optimizer = new AdamW(backend, trainable, groups, groupOf, { maxGradNorm: options.maxGradNorm });
    for (const [name, { data }] of frozen) this.frozen.set(name, backend.store(data));
    this.shapes = new Map([...parameters].map(([name, { shape }]) => [name, shape]));
    this.log = new StepLog(backend);
    this.places = {
      parameter: (name) => this.parameter(name),
      optimizer,
      counter: backend.store(2),
      one: backend.store(Float32Array.of(1)),
      report: this.log.report,
    };
  }

  /** Values of a parameter, frozen or not. @throws RangeError when there is none of this name */
  parameter(name: string): Store {
    const store = this.places.optimizer.values.get(name) ?? this.frozen.get(name);
    if (!store) throw new RangeError(`no parameter is called ${name}`);
    return store;
  }

  /**
   * Puts one step on its way.
   *
   * @param factor of the learning rates, from the schedule
   * @param lowest depth that learns in this step, at least that of the run
   */
  run(batch: EncoderBatch, factor: number, lowest = this.encoder.lowest): void {
    const { options, places } = this;
    const uncertainty = options.balance === 'uncertainty';
    const has = { taskA: Array.from(batch.classIds).some((id) => id >= 0), taskB: Array.from(batch.tokenLabels).some((id) => id >= 0) };
    const tasks = this.tasks.filter(({ name }) => has[name]);
    const sizes = { tokens: bucketOf(batch), sequences: options.batchSize };
    const key = `${tasks.map(({ name }) => name).join()} ${sizes.tokens} ${lowest}`;
    let program = this.programs.get(key);
    if (!program) {
      program = new EncoderStep(this.backend, places, this.encoder.config, this.shapes, tasks, sizes, lowest, uncertainty);
      this.programs.set(key, program);
    }
    const counter: [number, number] = [options.seed, this.step++];
    places.counter.write(Uint32Array.from(counter));
    places.optimizer.prepare(factor, ({ name }) => {
      const depth = GROUP_DEPTH.exec(name);
      if (depth) return Number(depth[1]) >= lowest;
      return tasks.some((task) => task.name === name || (uncertainty && uncertaintyName(task) === name));
    });
    program.run(batch, counter, this.log.store, this.log.next(tasks));
  }

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

  async state(): Promise<OptimizerState & { step: number }> {
    return { ...(await this.places.optimizer.state()), step: this.step };
  }

  restore(state: OptimizerState & { step: number }): void {
    this.places.optimizer.restore(state);
    this.step = state.step;
  }

  /** Kernels that a step starts, of the largest program so far. */
  get dispatches(): number {
    return Math.max(0, ...[...this.programs.values()].map(({ dispatches }) => dispatches));
  }

  destroy(): void {
    for (const program of this.programs.values()) program.destroy();
    const { optimizer, counter, one } = this.places;
    optimizer.destroy();
    this.log.destroy();
    for (const store of [counter, one, ...this.frozen.values()]) store.destroy();
  }
}
