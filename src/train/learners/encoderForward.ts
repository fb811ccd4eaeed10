/**
 * Our own forward of an encoder over packed sequences, with the weights as they are now: what evaluates an
 * encoder that learns, without a round through ONNX Runtime.
 */
import type { EncoderConfig } from '../../architectures/architecture';
import type { Backend, CompiledTape, Store } from '../../autodiff/backend';
import { size } from '../../autodiff/op';
import { Tape, type Value } from '../../autodiff/tape';
import type { PoolingMode } from '../../model/sentence/pooling';
import { bucketOf, PackedEncoder, type PackedRows } from '../step/packedEncoder';

/** The encoder's parameters where they lie, by Hugging Face name. */
export interface PlacedEncoder {
  config: EncoderConfig;
  /** By which it pools sentences. */
  modes: readonly PoolingMode[];
  parameter(name: string): { shape: readonly number[]; store: Store };
}

interface Forward {
  program: CompiledTape;
  encoder: PackedEncoder;
  states: Store;
  pooled: Store;
}

export class EncoderForward {
  private readonly forwards = new Map<string, Forward>();

  /** @param depth whose hidden states every batch brings; without one it brings token ids alone */
  constructor(
    private readonly backend: Backend,
    private readonly placed: PlacedEncoder,
    private readonly depth?: number,
  ) {}

  /**
   * @param sequences rows of `pooled`, at least those of the batch. Default: as many
   * @returns `states` [tokens, hidden] of all sequences one behind another, special tokens included, and `pooled` [sequences, modes · hidden]
   */
  async run(
    batch: Omit<PackedRows, 'pools'>,
    sequences = batch.rows.length,
  ): Promise<Record<'states' | 'pooled', Float32Array<ArrayBuffer>>> {
    const { config } = this.placed;
    const { rows } = batch;
    const { program, encoder, states, pooled } = this.forward(bucketOf(rows), sequences);
    encoder.write(batch);
    program.run();
    const count = rows.reduce((sum, row) => sum + row.length, 0) * config.hiddenSize;
    const given = this.depth === config.numHiddenLayers ? batch.states : undefined;
    return { states: given ? Float32Array.from(given) : (await states.read()).slice(0, count), pooled: await pooled.read() };
  }

  private forward(tokens: number, sequences: number): Forward {
    const key = `${tokens} ${sequences}`;
    const known = this.forwards.get(key);
    if (known) return known;
    const { backend, placed } = this;
    const tape = new Tape();
    const places = new Map<Value, Store>();
    const place = (value: Value, store: Store) => {
      places.set(value, store);
      return value;
    };
    const parameters = new Map<string, Value>();
    const parameter = (name: string) => {
      const { shape, store } = placed.parameter(name);
      const value = parameters.get(name) ?? place(tape.parameter(name, shape, false), store);
      parameters.set(name, value);
      return value;
    };
    const input = (name: string, shape: readonly number[], store: Store) => place(tape.input(name, shape), store);
    const sizes = { tokens, pools: [sequences], modes: placed.modes };
    const encoder = new PackedEncoder(backend, { tape, input, parameter }, placed.config, sizes, this.depth);
    const computed = this.depth !== placed.config.numHiddenLayers;
    const [vectors] = encoder.pooled;
    const results = { states: backend.store(computed ? size(encoder.states.shape) : 0), pooled: backend.store(size(vectors.shape)) };
    if (computed) place(encoder.states, results.states);
    place(vectors, results.pooled);
    const outputs = computed ? [encoder.states, vectors] : [vectors];
    const forward = { program: backend.compile(tape, outputs, places), encoder, ...results };
    this.forwards.set(key, forward);
    return forward;
  }

  destroy(): void {
    for (const { program, encoder, states, pooled } of this.forwards.values()) {
      for (const held of [program, encoder, states, pooled]) held.destroy();
    }
  }
}
