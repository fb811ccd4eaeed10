/**
 * An encoder that learns together with its heads. Hidden states below the lowest open layer are computed
 * once and kept: an epoch pays for the open layers alone. As layers open, what is kept moves down.
 */
import type { Backend } from '../../autodiff/backend';
import { type Depths, extentOf } from '../../inference/depths';
import { layersOf } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import type { FeaturesKept } from '../data/featureTable';
import { keptLayout } from '../data/keptStates';
import type { PreparedSplit } from '../data/prepare';
import type { PlannedBatch } from '../plan/epochPlan';
import type { TrainOptions } from '../plan/options';
import { headLearns, type Task } from '../plan/task';
import type { EpochDepth } from '../plan/unfreezing';
import { type EncoderBatch, viewsOf } from '../step/encoderStep';
import { encoderBatch } from './encoderBatch';
import { EncoderFeatures, type Members } from './encoderFeatures';
import { EncoderForward } from './encoderForward';
import { EncoderTrainer, type OpenEncoder } from './encoderTrainer';
import { type Evaluated, Evaluator } from './evaluator';
import type { Learner } from './learner';

export type OpenSplit = Omit<PreparedSplit, 'features'>;
export type LearningSplit = 'train' | 'validation';

export interface EncoderLearning {
  tasks: Task[];
  train: OpenSplit;
  validation: OpenSplit;
  options: TrainOptions;
  encoder: Omit<OpenEncoder, 'lowest'>;
  /** One entry per epoch. */
  plan: EpochDepth[];
  /**
   * Hidden states of all tokens of a split in a view, at a depth that never learns, [tokens, hidden] or those of several depths side by side, sequences one behind
   * another, special tokens included; as keptLayout has them, without texts that have come before. Absent where they are too
   * many to be kept: every step then computes them.
   */
  statesOf?: (split: LearningSplit, view: View, depths: Depths) => Promise<Float32Array>;
  /** What these take at most, kept or not. Absent where there are none: everything is open from the beginning. */
  kept?: FeaturesKept;
}

/** Hidden states of a split by view, and the first token of each text in them. */
type KeptStates = Map<View, { states: Float32Array; first: number[] }>;

export class EncoderLearner implements Learner {
  private readonly trainer: EncoderTrainer;
  private readonly evaluator: Evaluator;
  private readonly views: View[];
  /** The epoch that was started last, counted from 1. */
  private epoch = 1;
  private started = false;
  private kept: Record<LearningSplit, KeptStates> | undefined;
  /** By the layers whose states they give; they are made when they are first needed. */
  private readonly forwards = new Map<'last' | 'all', EncoderForward>();

  constructor(
    private readonly backend: Backend,
    private readonly setting: EncoderLearning,
  ) {
    const { tasks, validation, options, encoder, plan } = setting;
    const lowest = Math.min(...plan.map((depth) => depth.lowest));
    this.trainer = new EncoderTrainer(backend, { ...encoder, lowest }, tasks, options);
    this.views = viewsOf(tasks);
    const features = new EncoderFeatures({
      encoded: validation.encoded,
      heads: tasks.map(({ head }) => head),
      hiddenSize: encoder.config.hiddenSize,
      layers: encoder.config.numHiddenLayers,
      modes: encoder.modes,
      forward: (layers) => this.forward(layers),
      statesOf: (members) => this.statesAt('validation', members),
    });
    this.evaluator = new Evaluator(backend, { ...validation, features }, (name) => this.state.parameter(name));
  }

  get state() {
    return this.trainer.state;
  }

  get dispatches(): number {
    return this.trainer.dispatches;
  }

  teaching(epoch: number): string[] {
    const { tasks, options, plan, encoder } = this.setting;
    const open = plan[epoch - 1].lowest <= encoder.config.numHiddenLayers;
    const teaches = (task: Task) => headLearns(task) || (open && (!task.frozen || options.frozenLoss));
    return tasks.filter(teaches).map(({ name }) => name);
  }

  async startEpoch(epoch: number, steps: PlannedBatch[][]): Promise<void> {
    const { statesOf, train } = this.setting;
    const before = this.depth;
    this.epoch = epoch;
    const { depth } = this;
    if (this.started && depth.lowest === before.lowest) return;
    this.started = true;
    this.trainer.forgetPrograms();
    this.forgetForwards();
    this.kept = undefined;
    if (statesOf && depth.lowest > 0) {
      this.kept = { train: await this.keep('train', statesOf), validation: await this.keep('validation', statesOf) };
    }
    const tokens = ({ examples }: PlannedBatch) => examples.reduce((sum, i) => sum + train.encoded.tokens[i], 0);
    const [largest] = steps.flat().sort((a, b) => tokens(b) - tokens(a));
    // Smaller ones then find room in its memory.
    if (largest) this.trainer.compile(this.batchOf(largest), this.stepDepth);
  }

  async run(step: PlannedBatch[], factor: number): Promise<void> {
    this.trainer.run(
      step.map((batch) => this.batchOf(batch)),
      factor,
      this.stepDepth,
    );
  }

  evaluate(): Promise<Evaluated> {
    return this.evaluator.evaluate(this.setting.tasks, true);
  }

  private forward(layers: 'last' | 'all'): EncoderForward {
    const { config, modes } = this.setting.encoder;
    const placed = { config, modes, parameter: (name: string) => this.trainer.placed(name) };
    const forward = this.forwards.get(layers) ?? new EncoderForward(this.backend, placed, this.known, layers);
    this.forwards.set(layers, forward);
    return forward;
  }

  private forgetForwards(): void {
    for (const forward of this.forwards.values()) forward.destroy();
    this.forwards.clear();
  }

  private get depth(): EpochDepth {
    return this.setting.plan[this.epoch - 1];
  }

  private get stepDepth() {
    return { ...this.depth, known: this.known, recompute: this.setting.options.recompute };
  }

  private get known(): Depths | undefined {
    return this.kept ? knownBelow(this.depth, this.setting.tasks) : undefined;
  }

  private async keep(split: LearningSplit, statesOf: NonNullable<EncoderLearning['statesOf']>): Promise<KeptStates> {
    const kept: KeptStates = new Map();
    for (const view of this.views) {
      const { first } = keptLayout(this.setting[split], view);
      kept.set(view, { states: await statesOf(split, view, knownBelow(this.depth, this.setting.tasks)), first });
    }
    return kept;
  }

  private batchOf({ examples, tasks }: PlannedBatch): EncoderBatch {
    const { train, tasks: all, encoder } = this.setting;
    const counting = all.filter(({ name }) => tasks.includes(name));
    const { batch, sequences } = encoderBatch(train.encoded, counting, examples, encoder.modes);
    const states = this.statesAt('train', sequences);
    return { ...batch, ...(states ? { states } : {}) };
  }

  /** The kept states of some sequences, one behind another. */
  private statesAt(split: LearningSplit, members: Members): Float32Array | undefined {
    if (!this.kept) return undefined;
    const { tasks, encoder } = this.setting;
    const width = extentOf(knownBelow(this.depth, tasks)).states * encoder.config.hiddenSize;
    const states = new Float32Array(members.reduce((sum, { sequence }) => sum + sequence.ids.length, 0) * width);
    let at = 0;
    for (const { view, example, sequence } of members) {
      const kept = this.kept[split].get(view);
      const { sequences } = this.setting[split].encoded.views.get(view)?.texts[example] ?? { sequences: [] };
      let from = kept?.first[example] ?? 0;
      for (const earlier of sequences) {
        if (earlier === sequence) break;
        from += earlier.ids.length;
      }
      if (kept) states.set(kept.states.subarray(from * width, (from + sequence.ids.length) * width), at);
      at += sequence.ids.length * width;
    }
    return states;
  }

  destroy(): void {
    this.trainer.destroy();
    this.forgetForwards();
    this.evaluator.destroy();
  }
}

/** What batches bring where the layers below the open ones are kept: of all of them where a head mixes layers. */
export function knownBelow({ lowest }: Pick<EpochDepth, 'lowest'>, tasks: Task[]): Depths {
  return tasks.some(({ head }) => layersOf(head) === 'all') ? `to ${lowest - 1}` : lowest - 1;
}
