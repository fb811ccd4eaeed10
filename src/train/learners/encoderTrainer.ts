/**
 * Encoder and heads in training together: their parameters, and a compiled step for every depth and size
 * that comes up. Layers open from the top.
 */
import type { EncoderConfig } from '../../architectures/architecture';
import { parametersOf } from '../../architectures/parameters';
import type { Backend, Store } from '../../autodiff/backend';
import type { PoolingMode } from '../../model/sentence/pooling';
import { encoderGroupOf, encoderGroups } from '../../nn/encoderGroups';
import type { ParameterTree } from '../../nn/parameters';
import { stackAttention, unstackAttention } from '../../nn/stackedAttention';
import type { TrainOptions } from '../plan/options';
import type { Task } from '../plan/task';
import { type EncoderBatch, EncoderStep, type StepDepth } from '../step/encoderStep';
import { bucketOf } from '../step/packedEncoder';
import { headLearning, learnsFrom } from '../step/parameters';
import { type ReadyBatch, TrainingState } from '../step/trainingState';

export interface OpenEncoder {
  config: EncoderConfig;
  /** By which it pools sentences. */
  modes: readonly PoolingMode[];
  /** The encoder's parameters by Hugging Face name; what is never computed may be missing. */
  parameters: ParameterTree;
  /** The lowest depth that will ever learn in this run; see lowestOpen. */
  lowest: number;
}

export interface EncoderRunDepth extends StepDepth {
  /** Rate of the encoder's top layer. */
  learningRate: number;
}

export class EncoderTrainer {
  readonly state: TrainingState;
  private readonly programs = new Map<string, EncoderStep>();
  private readonly shapes: Map<string, number[]>;

  constructor(
    readonly backend: Backend,
    private readonly encoder: OpenEncoder,
    private readonly tasks: Task[],
    private readonly options: TrainOptions,
  ) {
    const { config, lowest } = encoder;
    const { all, stacks } = parametersOf(config);
    const parameters = stackAttention(stacks, encoder.parameters);
    const heads = headLearning(tasks, options);
    // The rate itself comes with each step: it may change from epoch to epoch.
    const groups = encoderGroups(config.numHiddenLayers, { ...options, learningRate: 1 });
    const open = [...all, ...stacks].filter(({ name, depth }) => parameters.has(name) && depth >= lowest);
    const learning = {
      tree: new Map([...parameters, ...heads.tree]),
      groups: [...heads.groups, ...groups],
      groupOf: new Map([...heads.groupOf, ...open.map((parameter) => [parameter.name, groups[encoderGroupOf(parameter)]] as const)]),
    };
    this.state = new TrainingState(backend, learning, tasks, options, (values) => unstackAttention(stacks, values));
    this.shapes = new Map([...parameters].map(([name, { shape }]) => [name, shape]));
  }

  /** A parameter of the encoder as it is now, by the name that the forward knows it by. */
  placed(name: string): { shape: readonly number[]; store: Store } {
    return { shape: this.shapes.get(name) ?? [], store: this.state.parameter(name) };
  }

  /** Puts one step on its way. @param factor of the learning rates, from the schedule */
  run(batches: EncoderBatch[], factor: number, depth: EncoderRunDepth): void {
    this.state.run(
      batches.map((batch) => this.ready(batch, depth)),
      ({ of }) => ('depth' in of ? factor * depth.learningRate : factor),
    );
  }

  /** Makes ready the program that a batch needs. */
  compile(batch: EncoderBatch, depth: StepDepth): EncoderStep {
    return this.program(this.tasksOf(batch), bucketOf(batch.rows), depth);
  }

  private ready(batch: EncoderBatch, depth: StepDepth): ReadyBatch {
    const tasks = this.tasksOf(batch);
    const program = this.compile(batch, depth);
    const learns = learnsFrom(tasks, this.options.balance === 'uncertainty');
    return {
      tasks,
      teaches: (group) => ('depth' in group.of ? group.of.depth >= depth.lowest : learns(group)),
      run: (counter, copies) => program.run(batch, counter, copies),
    };
  }

  private tasksOf({ targets }: EncoderBatch): Task[] {
    return this.tasks.filter(({ name }) => targets.has(name));
  }

  private program(tasks: Task[], tokens: number, depth: StepDepth): EncoderStep {
    const { state, options } = this;
    const key = [...tasks.map(({ name }) => name), tokens, depth.lowest, depth.known, depth.recompute].join(' ');
    const known = this.programs.get(key);
    if (known) return known;
    const kind = { uncertainty: options.balance === 'uncertainty', update: state.updatesAtOnce };
    const sizes = { tokens, examples: options.batchSize, modes: this.encoder.modes };
    const program = new EncoderStep(this.backend, state.places, this.encoder.config, this.shapes, tasks, sizes, depth, kind);
    this.programs.set(key, program);
    return program;
  }

  /** Kernels that a batch starts, of the largest program so far. */
  get dispatches(): number {
    return Math.max(0, ...[...this.programs.values()].map(({ dispatches }) => dispatches));
  }

  /** Gives back the programs of depths that are over. */
  forgetPrograms(): void {
    for (const program of this.programs.values()) program.destroy();
    this.programs.clear();
  }

  destroy(): void {
    this.forgetPrograms();
    this.state.destroy();
  }
}
