/**
 * Our own forward of a BERT encoder over packed sentences, with the weights as they are now: what judges an
 * encoder that learns, without a round through ONNX Runtime.
 */
import type { Backend, Program, Store } from '../autodiff/backend';
import { size } from '../autodiff/op';
import { meanPool } from '../autodiff/ops/meanPool';
import { Tape, type Value } from '../autodiff/tape';
import { BertEncoder, type EncoderConfig } from '../nn/bertEncoder';
import { packBatch } from '../nn/packedBatch';

/** The encoder's parameters where they lie, by Hugging Face name. */
export interface PlacedEncoder {
  config: EncoderConfig & { hiddenSize: number };
  parameter(name: string): { shape: readonly number[]; store: Store };
}

interface Forward {
  program: Program;
  inputs: Record<'words' | 'positions' | 'types' | 'sequences' | 'cuSeqlens', Store>;
  states: Store;
  pooled: Store;
}

export class EncoderForward {
  private readonly forwards = new Map<string, Forward>();

  constructor(
    private readonly backend: Backend,
    private readonly encoder: PlacedEncoder,
  ) {}

  /**
   * @param rows token ids of each sequence, special tokens included
   * @returns `states` [tokens, hidden] of all sequences one behind another, special tokens included, and `pooled` [sequences, hidden]
   */
  async run(rows: number[][]): Promise<Record<'states' | 'pooled', Float32Array<ArrayBuffer>>> {
    const { tokens, cuSeqlens, ...data } = packBatch(rows);
    const { program, inputs, states, pooled } = this.forward(tokens, rows.length);
    for (const name of ['words', 'positions', 'types', 'sequences'] as const) inputs[name].write(data[name]);
    inputs.cuSeqlens.write(cuSeqlens);
    program.run();
    const count = cuSeqlens[rows.length] * this.encoder.config.hiddenSize;
    return { states: (await states.read()).slice(0, count), pooled: await pooled.read() };
  }

  private forward(tokens: number, sequences: number): Forward {
    const key = `${tokens} ${sequences}`;
    const known = this.forwards.get(key);
    if (known) return known;
    const { backend, encoder } = this;
    const tape = new Tape();
    const places = new Map<Value, Store>();
    const place = (value: Value, store: Store) => {
      places.set(value, store);
      return value;
    };
    const inputs = {
      words: backend.store(3 * tokens),
      positions: backend.store(3 * tokens),
      types: backend.store(3 * tokens),
      sequences: backend.store(2 * (tokens + 1)),
      cuSeqlens: backend.store(sequences + 1),
    };
    const parameters = new Map<string, Value>();
    const parameter = (name: string) => {
      const { shape, store } = encoder.parameter(name);
      const value = parameters.get(name) ?? place(tape.parameter(name, shape, false), store);
      parameters.set(name, value);
      return value;
    };
    const links = (name: 'words' | 'positions' | 'types') => place(tape.input(name, [tokens, 3]), inputs[name]);
    const packed = {
      words: links('words'),
      positions: links('positions'),
      types: links('types'),
      sequences: place(tape.input('sequences', [tokens + 1, 2]), inputs.sequences),
    };
    const states = new BertEncoder(tape, encoder.config, parameter, packed).lastHiddenState();
    const pooled = tape.apply(meanPool, [states, place(tape.input('cuSeqlens', [sequences + 1]), inputs.cuSeqlens)], {});
    const results = { states: backend.store(size(states.shape)), pooled: backend.store(size(pooled.shape)) };
    place(states, results.states);
    place(pooled, results.pooled);
    const forward = { program: backend.compile(tape, [states, pooled], places), inputs, ...results };
    this.forwards.set(key, forward);
    return forward;
  }

  destroy(): void {
    for (const { program, inputs, states, pooled } of this.forwards.values()) {
      for (const held of [program, ...Object.values(inputs), states, pooled]) held.destroy();
    }
  }
}
