/**
 * Encoder and heads in training together: their parameters, and a compiled step for every depth and size
 * that comes up. Layers open from the top.
 */
import type { Backend, Store } from '../autodiff/backend';
import { depthOf, encoderGroupOf, encoderGroups } from '../nn/encoderGroups';
import type { ParameterTree } from '../nn/parameters';
import { stackAttention, unstackAttention } from '../nn/stackedAttention';
import { type EncoderBatch, EncoderStep, type StepDepth } from './encoderStep';
import { headGroups, headTree, learnsAmong } from './headGroups';
import type { TrainOptions } from './options';
import { bucketOf, type ShapedConfig } from './packedEncoder';
import type { Task } from './task';
import { type ReadyBatch, TrainingState } from './trainingState';

export interface OpenEncoder {
  config: ShapedConfig;
  /** The encoder's parameters by Hugging Face name; what is never computed may be missing. */
  parameters: ParameterTree;
  /** The lowest depth that will ever learn in this run; see lowestOpen. */
  lowest: number;
}

export interface EncoderRunDepth extends StepDepth {
  /** Rate of the encoder's top layer. */
  learningRate: number;
}

const GROUP_DEPTH = /^depth (\d+)/;

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
    const parameters = stackAttention(encoder.parameters);
    const heads = headGroups(tasks, options);
    const learns = learnsAmong(tasks);
    this.state = new TrainingState(
      backend,
      {
        tree: new Map([...parameters, ...headTree(tasks)]),
        learns: (name) => (parameters.has(name) ? depthOf(name) >= lowest : learns(name)),
        // The rate itself comes with each step: it may change from epoch to epoch.
        groups: [...heads.groups, ...encoderGroups(config.numHiddenLayers, { ...options, learningRate: 1 })],
        groupName: (name) => (parameters.has(name) ? encoderGroupOf(name) : heads.groupName(name)),
        published: unstackAttention,
      },
      options,
    );
    this.shapes = new Map([...parameters].map(([name, { shape }]) => [name, shape]));
  }

  /** A parameter of the encoder as it is now, by the name that BertEncoder knows it by. */
  placed(name: string): { shape: readonly number[]; store: Store } {
    return { shape: this.shapes.get(name) ?? [], store: this.state.parameter(name) };
  }

  /** Puts one step on its way. @param factor of the learning rates, from the schedule */
  run(batches: EncoderBatch[], factor: number, depth: EncoderRunDepth): void {
    this.state.run(
      batches.map((batch) => this.ready(batch, depth)),
      ({ name }) => (GROUP_DEPTH.test(name) ? factor * depth.learningRate : factor),
    );
  }

  /** Makes ready the program that a batch needs. */
  compile(batch: EncoderBatch, depth: StepDepth): EncoderStep {
    return this.program(this.tasksOf(batch), bucketOf(batch.rows), depth);
  }

  private ready(batch: EncoderBatch, depth: StepDepth): ReadyBatch {
    const tasks = this.tasksOf(batch);
    const program = this.compile(batch, depth);
    const learns = learnsAmong(tasks, this.options.balance === 'uncertainty');
    return {
      tasks,
      teaches({ name }) {
        const group = GROUP_DEPTH.exec(name);
        return group ? Number(group[1]) >= depth.lowest : learns(name);
      },
      run: (counter, copies) => program.run(batch, counter, copies),
    };
  }

  private tasksOf({ classIds, tokenLabels }: EncoderBatch): Task[] {
    const has = { taskA: Array.from(classIds).some((id) => id >= 0), taskB: Array.from(tokenLabels).some((id) => id >= 0) };
    return this.tasks.filter(({ name }) => has[name]);
  }

  private program(tasks: Task[], tokens: number, depth: StepDepth): EncoderStep {
    const { state, options } = this;
    const key = [...tasks.map(({ name }) => name), tokens, depth.lowest, depth.known, depth.recompute].join(' ');
    const known = this.programs.get(key);
    if (known) return known;
    const kind = { uncertainty: options.balance === 'uncertainty', update: state.updatesAtOnce };
    const sizes = { tokens, sequences: options.batchSize };
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
