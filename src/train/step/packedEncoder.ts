/**
 * A packed batch where the backend computes, and the encoder traced over it: from token ids, or from the
 * kept hidden states below the lowest open layer.
 */
import type { EncoderConfig } from '../../architectures/architecture';
import type { Backend, Store } from '../../autodiff/backend';
import { joinColumns, takeColumns } from '../../autodiff/ops/columns';
import { pool } from '../../autodiff/ops/pool';
import type { Tape, Value } from '../../autodiff/tape';
import { type Depths, extentOf } from '../../inference/depths';
import { maximaOf, pooledFrom, poolingWeights } from '../../inference/sentence/poolingWeights';
import type { PoolingMode } from '../../model/sentence/pooling';
import { packBatch, TOKEN_BUCKET } from '../../nn/packedBatch';
import { joined } from '../../nn/rows';
import { hiddenStates, type KnownStates } from '../../nn/tapeEncoder';
import type { TokenLinks } from '../../nn/tapeEncoderOps';

export interface PackedEncoderSizes {
  /** Rows of the packed matrices. */
  tokens: number;
  /** Pooled vectors of each kind that are asked for: a view's, or every sequence's. */
  pools: number[];
  /** By which they are pooled. */
  modes: readonly PoolingMode[];
}

/** Sequences of a batch. */
export interface PackedRows {
  /** Token ids of each, special tokens included. */
  rows: number[][];
  /** Segment of each token. Default: 0. */
  typeIds?: (number[] | undefined)[];
  /** Of each kind of pooled vector: the tokens where each begins and the last ends. Default: one per sequence. */
  pools?: number[][];
  /** Of each token, [tokens, modes]; see poolingWeights. Default: every sequence is a text of its own. */
  weights?: Float32Array;
  /** Hidden states of all tokens one behind another, those of some depths side by side; needed where these are known. */
  states?: Float32Array;
}

/** Where values of a tape are given a place. */
export interface Tracing {
  tape: Tape;
  input(name: string, shape: readonly number[], store: Store): Value;
  parameter(name: string): Value;
  /** Seed and step, for dropout from this depth upward; without it nothing is dropped. */
  dropout?: { counter: Value; from: number };
  /** Has layers computed once more for their gradients. */
  recompute?: boolean;
}

/** Rows of a program that takes these sequences. */
export const bucketOf = (rows: number[][]): number =>
  Math.max(1, Math.ceil(rows.reduce((sum, row) => sum + row.length, 0) / TOKEN_BUCKET)) * TOKEN_BUCKET;

const LINKS = ['words', 'positions', 'types'] as const;

export class PackedEncoder {
  /** [tokens, hidden], the last hidden state. */
  readonly states: Value;
  /** [vectors, modes · hidden] each. */
  readonly pooled: Value[];
  private readonly links: Record<(typeof LINKS)[number], Store> | undefined;
  private readonly known: Store | undefined;
  /** [tokens, any] each: what side by side is the states of all depths, or of those that there are. */
  private readonly layers: Value[];
  private joined: Value | undefined;
  private readonly sequences: Store;
  private readonly pools: Store[];
  private readonly weights: Store;
  private readonly constants: Store[] = [];

  /** @param brought by every batch; without it batches bring token ids alone */
  constructor(
    backend: Backend,
    private readonly tracing: Tracing,
    private readonly config: EncoderConfig,
    private readonly sizes: PackedEncoderSizes,
    private readonly brought?: Depths,
  ) {
    const { tape, input, parameter, dropout, recompute } = tracing;
    const { tokens, pools, modes } = sizes;
    const { hiddenSize } = config;
    const integers = (length: number) => backend.store(new Uint32Array(length));
    this.sequences = integers(2 * (tokens + 1));
    this.pools = pools.map((count) => integers(count + 1));
    this.weights = backend.store(tokens * modes.length);
    if (brought === undefined) {
      this.links = { words: integers(3 * tokens), positions: integers(3 * tokens), types: integers(3 * tokens) };
    } else this.known = backend.store(tokens * extentOf(brought).states * hiddenSize);
    const { links, known } = this;
    const given = known && input('states', [tokens, known.length / tokens], known);
    const source = given
      ? knownStates(tape, given, brought as Depths, hiddenSize)
      : (Object.fromEntries(
          LINKS.map((name) => [name, input(name, [tokens, 3], (links as NonNullable<typeof links>)[name])]),
        ) as TokenLinks);
    const states = hiddenStates(tape, config, parameter, {
      source,
      sequences: input('sequences', [tokens + 1, 2], this.sequences),
      constant: (name, shape, data) => {
        const store = backend.store(data);
        this.constants.push(store);
        return input(name, shape, store);
      },
      recompute,
      ...(dropout ? { counter: dropout.counter, dropFrom: dropout.from } : {}),
    });
    this.states = states[states.length - 1];
    this.layers = given ? [given, ...states.slice(1)] : states;
    const weights = input('pooling weights', [tokens, modes.length], this.weights);
    this.pooled = this.pools.map((bounds, i) =>
      tape.apply(pool, [this.states, weights, input(`pool ${i}`, [bounds.length], bounds)], { maxima: maximaOf(modes) }),
    );
  }

  /**
   * [tokens, (layers + 1) · hidden]: the embeddings and all layers' states side by side.
   *
   * @throws RangeError when batches do not bring those of the lower depths
   */
  get allStates(): Value {
    const { brought, tracing } = this;
    if (typeof brought === 'number' && brought > 0) throw new RangeError(`the states below depth ${brought} are not known`);
    this.joined ??= tracing.tape.apply(joinColumns, this.layers, {});
    return this.joined;
  }

  /** @throws RangeError when the states are missing */
  write({ rows, typeIds, pools, weights, states }: PackedRows, counter: [seed: number, step: number] = [0, 0]): void {
    const packed = packBatch(rows, this.config, { tokens: this.sizes.tokens, counter, ...(typeIds ? { typeIds } : {}) });
    this.sequences.write(packed.sequences);
    for (const [i, store] of this.pools.entries()) store.write(filled(pools?.[i] ?? Array.from(packed.cuSeqlens), store.length));
    this.weights.write(padded(weights ?? this.ownWeights(rows), this.weights.length));
    for (const name of LINKS) this.links?.[name].write(packed[name]);
    if (!this.known) return;
    if (!states) throw new RangeError('this batch brings no hidden states');
    this.known.write(padded(states, this.known.length));
  }

  private ownWeights(rows: number[][]): Float32Array<ArrayBuffer> {
    return joined(rows.flatMap((ids) => poolingWeights(this.sizes.modes, [pooledFrom(ids.length)])));
  }

  destroy(): void {
    for (const store of [this.sequences, ...this.pools, this.weights, this.known, ...this.constants, ...Object.values(this.links ?? {})])
      store?.destroy();
  }
}

/** The states from which the layers above go on. @param given [tokens, any], what batches bring */
function knownStates(tape: Tape, given: Value, brought: Depths, hiddenSize: number): KnownStates {
  const { states, top } = extentOf(brought);
  if (states === 1) return { states: given, depth: top };
  return { states: tape.apply(takeColumns, [given], { at: top * hiddenSize, columns: hiddenSize }), depth: top };
}

function padded(values: Float32Array, size: number): Float32Array<ArrayBuffer> {
  const all = new Float32Array(size);
  all.set(values);
  return all;
}

/** Bounds of vectors beyond the batch's: they hold no token. */
export function filled(bounds: number[], size: number): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(size).fill(bounds.at(-1) ?? 0);
  all.set(bounds);
  return all;
}
