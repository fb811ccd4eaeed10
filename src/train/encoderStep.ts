/**
 * A training step with an encoder that learns, compiled: BERT's forward over packed tokens, pooling, then
 * what every step has in common. Gradients reach down to the lowest open layer and no further.
 */
import type { Backend, Copy, Program, Store } from '../autodiff/backend';
import { depthOf } from '../nn/encoderGroups';
import { IGNORE_INDEX } from '../nn/losses';
import { PackedEncoder, type PackedRows, type PackedSizes, type ShapedConfig } from './packedEncoder';
import { type StepKind, type StepPlaces, StepTracer } from './stepTracer';
import type { Task } from './task';

/** Sentences of a batch with their labels. */
export interface EncoderBatch extends PackedRows {
  /** Class of each, −100 where unknown. */
  classIds: ArrayLike<number>;
  /** Labels of all tokens one behind another, special tokens included; −100 where there is none. */
  tokenLabels: ArrayLike<number>;
}

export interface StepDepth {
  /** Lowest depth that learns; see lowestOpen. What lies below runs as in inference, without dropout. */
  lowest: number;
  /** Depth whose hidden states the batches bring. Default: they bring token ids. */
  known?: number;
  /** Has open layers computed once more for their gradients instead of kept. */
  recompute?: boolean;
}

export class EncoderStep {
  private readonly program: Program;
  private readonly encoder: PackedEncoder;
  private readonly labels: Record<'sentence' | 'token', Store>;

  /** @param shapes of the encoder's parameters by Hugging Face name */
  constructor(
    backend: Backend,
    places: StepPlaces,
    config: ShapedConfig,
    shapes: ReadonlyMap<string, readonly number[]>,
    tasks: Task[],
    { tokens, sequences }: PackedSizes,
    { lowest, known, recompute }: StepDepth,
    kind: StepKind,
  ) {
    const tracer = new StepTracer(places);
    const { tape, counter } = tracer;
    const input = tracer.input.bind(tracer);
    const parameter = (name: string) => tracer.parameter(name, shapes.get(name) ?? [], depthOf(name) >= lowest);
    const dropout = { counter, from: lowest };
    this.encoder = new PackedEncoder(backend, { tape, input, parameter, dropout, recompute }, config, { tokens, sequences }, known);
    this.labels = { sentence: backend.store(new Int32Array(sequences)), token: backend.store(new Int32Array(tokens)) };
    const features = { sentence: this.encoder.pooled, token: this.encoder.states };
    const traced = tasks.map((task) => {
      const { level } = task.head.type;
      const rows = features[level].shape[0];
      return { task, features: features[level], labels: tracer.input(`${task.name}.labels`, [rows], this.labels[level]) };
    });
    this.program = tracer.finish(backend, traced, kind);
  }

  get dispatches(): number {
    return this.program.dispatches;
  }

  /** Writes the batch and runs. */
  run({ classIds, tokenLabels, ...packed }: EncoderBatch, counter: [seed: number, step: number], copies: Copy[]): void {
    this.encoder.write(packed, counter);
    this.labels.sentence.write(filled(classIds, this.labels.sentence.length));
    this.labels.token.write(filled(tokenLabels, this.labels.token.length));
    this.program.run(copies);
  }

  destroy(): void {
    this.program.destroy();
    this.encoder.destroy();
    for (const store of Object.values(this.labels)) store.destroy();
  }
}

function filled(labels: ArrayLike<number>, size: number): Int32Array<ArrayBuffer> {
  const all = new Int32Array(size).fill(IGNORE_INDEX);
  all.set(Array.from(labels));
  return all;
}
