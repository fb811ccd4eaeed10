/**
 * Our own forward of an encoder over packed sequences, with the weights as they are now: what evaluates an
 * encoder that learns, without a round through ONNX Runtime.
 */
import type { EncoderConfig } from '../../architectures/architecture';
import type { Backend, CompiledTape, Store } from '../../autodiff/backend';
import { size } from '../../autodiff/op';
import { Tape, type Value } from '../../autodiff/tape';
import { type Depths, extentOf } from '../../inference/depths';
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

  /**
   * @param known hidden states that every batch brings; without them it brings token ids alone
   * @param layers whose states are wanted: the last one's, or all side by side
   */
  constructor(
    private readonly backend: Backend,
    private readonly placed: PlacedEncoder,
    private readonly known?: Depths,
    private readonly layers: 'last' | 'all' = 'last',
  ) {}

  /**
   * @param sequences rows of `pooled`, at least those of the batch. Default: as many
   * @returns `states` [tokens, hidden], or [tokens, (layers + 1) · hidden], of all sequences one behind another, special tokens
   *   included, and `pooled` [sequences, modes · hidden]
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
    const width = (this.layers === 'all' ? config.numHiddenLayers + 1 : 1) * config.hiddenSize;
    const count = rows.reduce((sum, row) => sum + row.length, 0) * width;
    const given = this.computes ? undefined : batch.states;
    return { states: given ? Float32Array.from(given) : (await states.read()).slice(0, count), pooled: await pooled.read() };
  }

  /** Whether there is a layer above what batches bring. */
  private get computes(): boolean {
    return this.known === undefined || extentOf(this.known).top < this.placed.config.numHiddenLayers;
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
    const encoder = new PackedEncoder(backend, { tape, input, parameter }, placed.config, sizes, this.known);
    const wanted = this.layers === 'all' ? encoder.allStates : encoder.states;
    const [vectors] = encoder.pooled;
    const results = { states: backend.store(this.computes ? size(wanted.shape) : 0), pooled: backend.store(size(vectors.shape)) };
    if (this.computes) place(wanted, results.states);
    place(vectors, results.pooled);
    const outputs = this.computes ? [wanted, vectors] : [vectors];
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
