/**
 * A training step with an encoder that learns, compiled: BERT's forward over packed tokens, pooling, then
 * what every step has in common. Gradients reach down to the lowest open layer and no further.
 */
import type { Backend, Program, Store } from '../autodiff/backend';
import { meanPool } from '../autodiff/ops/meanPool';
import { BertEncoder, type EncoderConfig } from '../nn/bertEncoder';
import { depthOf } from '../nn/encoderGroups';
import { IGNORE_INDEX } from '../nn/losses';
import { packBatch, TOKEN_BUCKET } from '../nn/packedBatch';
import { reportCopies, type StepPlaces, StepTracer } from './stepTracer';
import type { Task } from './task';

/** Sentences of a batch with their labels. */
export interface EncoderBatch {
  /** Token ids of each, special tokens included. */
  rows: number[][];
  /** Class of each, −100 where unknown. */
  classIds: ArrayLike<number>;
  /** Labels of all tokens one behind another, special tokens included; −100 where there is none. */
  tokenLabels: ArrayLike<number>;
}

export interface EncoderStepSizes {
  tokens: number;
  sequences: number;
}

/** Rows of the program that a batch needs. */
export const bucketOf = (batch: EncoderBatch): number =>
  Math.max(1, Math.ceil(batch.rows.reduce((sum, row) => sum + row.length, 0) / TOKEN_BUCKET)) * TOKEN_BUCKET;

export class EncoderStep {
  private readonly program: Program;
  private readonly inputs: Record<'words' | 'positions' | 'types' | 'sequences' | 'cuSeqlens' | 'sentence' | 'token', Store>;

  /**
   * @param shapes of the encoder's parameters by Hugging Face name
   * @param lowest depth that learns; see lowestOpen
   */
  constructor(
    backend: Backend,
    private readonly places: StepPlaces,
    config: EncoderConfig,
    shapes: ReadonlyMap<string, readonly number[]>,
    readonly tasks: Task[],
    private readonly sizes: EncoderStepSizes,
    lowest: number,
    uncertainty: boolean,
  ) {
    const { tokens, sequences } = sizes;
    const tracer = new StepTracer(places);
    this.inputs = {
      words: backend.store(3 * tokens),
      positions: backend.store(3 * tokens),
      types: backend.store(3 * tokens),
      sequences: backend.store(2 * (tokens + 1)),
      cuSeqlens: backend.store(sequences + 1),
      sentence: backend.store(new Int32Array(sequences)),
      token: backend.store(new Int32Array(tokens)),
    };
    const links = (name: 'words' | 'positions' | 'types') => tracer.input(name, [tokens, 3], this.inputs[name]);
    const parameter = (name: string) => tracer.parameter(name, shapes.get(name) ?? [], depthOf(name) >= lowest);
    const states = new BertEncoder(tracer.tape, config, parameter, {
      words: links('words'),
      positions: links('positions'),
      types: links('types'),
      sequences: tracer.input('sequences', [tokens + 1, 2], this.inputs.sequences),
      counter: tracer.counter,
    }).lastHiddenState();
    const cuSeqlens = tracer.input('cuSeqlens', [sequences + 1], this.inputs.cuSeqlens);
    const features = { sentence: tracer.tape.apply(meanPool, [states, cuSeqlens], {}), token: states };
    const traced = tasks.map((task) => {
      const { level } = task.head.type;
      const rows = features[level].shape[0];
      return { task, features: features[level], labels: tracer.input(`${task.name}.labels`, [rows], this.inputs[level]) };
    });
    this.program = tracer.finish(backend, traced, uncertainty);
  }

  get dispatches(): number {
    return this.program.dispatches;
  }

  /** Writes the batch and runs. @param log receives the report at element `at` */
  run({ rows, classIds, tokenLabels }: EncoderBatch, counter: [seed: number, step: number], log: Store, at: number): void {
    const { tokens, sequences } = this.sizes;
    const empty = Array.from({ length: sequences - rows.length }, (): number[] => []);
    const packed = packBatch([...rows, ...empty], { tokens, counter });
    for (const name of ['words', 'positions', 'types', 'sequences', 'cuSeqlens'] as const) this.inputs[name].write(packed[name]);
    const filled = (labels: ArrayLike<number>, size: number) => {
      const all = new Int32Array(size).fill(IGNORE_INDEX);
      all.set(Array.from(labels));
      return all;
    };
    this.inputs.sentence.write(filled(classIds, sequences));
    this.inputs.token.write(filled(tokenLabels, tokens));
    this.program.run(reportCopies(this.places.report, log, at));
  }

  destroy(): void {
    this.program.destroy();
    for (const store of Object.values(this.inputs)) store.destroy();
  }
}
