/**
 * An encoder that learns together with its heads. Hidden states below the lowest open layer are computed
 * once and kept: an epoch pays for the open layers alone. As layers open, what is kept moves down.
 */
import type { Backend } from '../autodiff/backend';
import type { SplitName } from '../data/dataset';
import { planBatches } from '../inference/batching';
import { IGNORE_INDEX } from '../nn/losses';
import { EncoderForward } from './encoderForward';
import type { EncoderBatch } from './encoderStep';
import { EncoderTrainer, type OpenEncoder } from './encoderTrainer';
import type { PlannedBatch } from './epochPlan';
import { type EvaluatedSplit, type Evaluation, Evaluator } from './evaluate';
import type { Features } from './features';
import { rowLabels } from './headLearner';
import type { Learner } from './learner';
import type { TrainOptions } from './options';
import type { Task, TaskName } from './task';
import type { EpochDepth } from './unfreezing';

export type OpenSplit = Omit<EvaluatedSplit, 'features'>;

export interface EncoderLearning {
  tasks: Task[];
  train: OpenSplit;
  validation: OpenSplit;
  options: TrainOptions;
  encoder: Omit<OpenEncoder, 'lowest'>;
  /** One entry an epoch. */
  plan: EpochDepth[];
  /**
   * Hidden states of all tokens of a split at a depth that never learns, [tokens, hidden], sentences one behind
   * another, special tokens included. Absent where they are too many to be kept: every step then computes them.
   */
  statesOf?: (split: SplitName, depth: number) => Promise<Float32Array>;
}

/** Sentences and tokens that are evaluated at a time. */
const EVALUATED = { batchSize: 64, maxTokens: 2048 };

interface Kept {
  train: Float32Array;
  validation: Float32Array;
}

export class EncoderLearner implements Learner {
  private readonly trainer: EncoderTrainer;
  private readonly evaluator: Evaluator;
  private readonly features: Features;
  private readonly labels: { taskA: Int32Array; taskB: Int32Array };
  /** First token of each sentence in the kept states. */
  private readonly firstToken: Record<SplitName, number[]>;
  /** The epoch that was started last, counted from 1. */
  private epoch = 1;
  private kept: Kept | undefined;
  private forward: EncoderForward | undefined;

  constructor(
    private readonly backend: Backend,
    private readonly setting: EncoderLearning,
  ) {
    const { tasks, train, validation, options, encoder, plan } = setting;
    const hidden = encoder.config.hiddenSize;
    const lowest = Math.min(...plan.map((depth) => depth.lowest));
    this.trainer = new EncoderTrainer(backend, { ...encoder, lowest }, tasks, options);
    const { count, firstPiece } = validation.encoded;
    this.features = {
      pooled: new Float32Array(count * hidden),
      tokens: new Float32Array(firstPiece[count] * hidden),
      hidden,
      tokenWidth: hidden,
    };
    this.evaluator = new Evaluator(backend, { ...validation, features: this.features }, (name) => this.state.parameter(name));
    this.labels = rowLabels(tasks, train, options);
    this.firstToken = { train: offsets(train), validation: offsets(validation) };
  }

  get state() {
    return this.trainer.state;
  }

  get dispatches(): number {
    return this.trainer.dispatches;
  }

  teaching(epoch: number): TaskName[] {
    const { tasks, options, plan, encoder } = this.setting;
    const open = plan[epoch - 1].lowest <= encoder.config.numHiddenLayers;
    return tasks.filter(({ frozen }) => !frozen || (open && options.frozenLoss)).map(({ name }) => name);
  }

  async startEpoch(epoch: number, steps: PlannedBatch[][]): Promise<void> {
    const { statesOf, train, encoder } = this.setting;
    const before = this.depth;
    this.epoch = epoch;
    const { depth } = this;
    if (this.forward && depth.lowest === before.lowest) return;
    this.trainer.forgetPrograms();
    this.forward?.destroy();
    this.kept = undefined;
    if (statesOf && depth.lowest > 0) {
      const at = depth.lowest - 1;
      this.kept = { train: await statesOf('train', at), validation: await statesOf('validation', at) };
    }
    this.forward = new EncoderForward(this.backend, { config: encoder.config, parameter: (name) => this.trainer.placed(name) }, this.known);
    const tokens = ({ sentences }: PlannedBatch) => sentences.reduce((sum, i) => sum + train.encoded.rows[i].length, 0);
    const [largest] = steps.flat().sort((a, b) => tokens(b) - tokens(a));
    // Smaller ones then find room in its memory.
    if (largest) this.trainer.compile(this.batchOf(largest), this.stepDepth);
  }

  run(step: PlannedBatch[], factor: number): void {
    this.trainer.run(
      step.map((batch) => this.batchOf(batch)),
      factor,
      this.stepDepth,
    );
  }

  async evaluate(): Promise<Evaluation> {
    const { rows, firstPiece } = this.setting.validation.encoded;
    const { pooled, tokens, hidden } = this.features;
    const lengths = rows.map(({ length }) => length);
    for (const sentences of planBatches(lengths, EVALUATED)) {
      const result = await this.forward?.run(
        { rows: sentences.map((i) => rows[i]), states: this.statesAt('validation', sentences) },
        EVALUATED.batchSize,
      );
      if (!result) throw new RangeError('evaluated before the first epoch');
      let at = 0;
      for (const [k, i] of sentences.entries()) {
        pooled.set(result.pooled.subarray(k * hidden, (k + 1) * hidden), i * hidden);
        const pieces = firstPiece[i + 1] - firstPiece[i];
        tokens.set(result.states.subarray((at + 1) * hidden, (at + 1 + pieces) * hidden), firstPiece[i] * hidden);
        at += rows[i].length;
      }
    }
    this.evaluator.update(this.features);
    return this.evaluator.evaluate(this.setting.tasks);
  }

  private get depth(): EpochDepth {
    return this.setting.plan[this.epoch - 1];
  }

  private get stepDepth() {
    return { ...this.depth, known: this.known, recompute: this.setting.options.recompute };
  }

  private get known(): number | undefined {
    return this.kept ? this.depth.lowest - 1 : undefined;
  }

  private batchOf({ sentences, tasks }: PlannedBatch): EncoderBatch {
    const { rows, firstPiece } = this.setting.train.encoded;
    const { labels } = this;
    const teaching = this.teaching(this.epoch);
    const counts = (task: TaskName) => tasks.includes(task) && teaching.includes(task);
    const piecesOf = (i: number) => Array.from(labels.taskB.subarray(firstPiece[i], firstPiece[i + 1]));
    const unlabelled = (i: number) => rows[i].map(() => IGNORE_INDEX);
    return {
      rows: sentences.map((i) => rows[i]),
      classIds: sentences.map((i) => (counts('taskA') ? labels.taskA[i] : IGNORE_INDEX)),
      tokenLabels: sentences.flatMap((i) =>
        counts('taskB') && labels.taskB.length > 0 ? [IGNORE_INDEX, ...piecesOf(i), IGNORE_INDEX] : unlabelled(i),
      ),
      states: this.statesAt('train', sentences),
    };
  }

  /** The kept states of some sentences, one behind another. */
  private statesAt(split: SplitName, sentences: number[]): Float32Array | undefined {
    if (!this.kept) return undefined;
    const { hidden } = this.features;
    const [first, all] = [this.firstToken[split], this.kept[split]];
    const states = new Float32Array(sentences.reduce((sum, i) => sum + first[i + 1] - first[i], 0) * hidden);
    let at = 0;
    for (const i of sentences) {
      states.set(all.subarray(first[i] * hidden, first[i + 1] * hidden), at);
      at += (first[i + 1] - first[i]) * hidden;
    }
    return states;
  }

  destroy(): void {
    this.trainer.destroy();
    this.forward?.destroy();
    this.evaluator.destroy();
  }
}

function offsets({ encoded }: OpenSplit): number[] {
  const first = [0];
  for (const row of encoded.rows) first.push((first.at(-1) ?? 0) + row.length);
  return first;
}
