/**
 * What an encoder that learns says of the validation rows, with its weights as they are: computed part by part and read by the
 * heads before the next part, so that the states of all layers of a large split are never held together.
 */
import { planBatches } from '../../inference/batching';
import { flatten } from '../../inference/encoder';
import type { EncodedText } from '../../inference/reading';
import { PooledVectors } from '../../inference/sentence/pooledVectors';
import type { PoolingMode } from '../../model/sentence/pooling';
import { joined } from '../../nn/rows';
import type { FeatureKind, Head } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import { type EncodedSplit, sequencesOf } from '../data/encodedSplit';
import { type FeatureRows, type FeatureSource, inMemory } from '../data/featureTable';
import { neededBy } from '../data/prepare';
import type { EncoderForward } from './encoderForward';

/** Sequences and tokens that go through the encoder at a time. */
const AT_ONCE = { batchSize: 64, maxTokens: 2048 };
const HELD = 1 << 24;

export type Members = ReturnType<typeof sequencesOf>;

export interface EvaluatedEncoder {
  encoded: EncodedSplit;
  heads: Head[];
  hiddenSize: number;
  layers: number;
  modes: readonly PoolingMode[];
  /** The forward that gives these states. */
  forward(layers: 'last' | 'all'): EncoderForward;
  /** Values of word pieces' states that are held at a time. Default: 64 MB of them. */
  held?: number;
  /** Kept hidden states of sequences, where there are any. */
  statesOf(members: Members): Float32Array | undefined;
}

type Kinds = Map<FeatureKind, FeatureRows>;

export class EncoderFeatures implements FeatureSource {
  /** Of the examples that are being evaluated. */
  private readonly held = new Map<View, Kinds>();
  private readonly needed: ReturnType<typeof neededBy>;

  constructor(private readonly of: EvaluatedEncoder) {
    this.needed = neededBy(of.heads);
  }

  /** They are other ones after every part: nothing of them can be put anywhere. */
  rows(view: View, what: FeatureKind): FeatureRows {
    const { hiddenSize, layers, modes } = this.of;
    const width = what === 'sentence' ? modes.length * hiddenSize : what === 'all' ? (layers + 1) * hiddenSize : hiddenSize;
    return {
      width,
      read: async (rows) => {
        const found = this.held.get(view)?.get(what);
        if (!found) throw new RangeError(`no ${what} features of ${view} were computed`);
        return found.read(rows);
      },
    };
  }

  async *parts(): AsyncGenerator<number[]> {
    const views = [...new Set(this.needed.map(({ view }) => view))];
    for (const part of this.examplesByParts()) {
      for (const view of views) this.held.set(view, await this.compute(view, part));
      yield part;
    }
    this.held.clear();
  }

  /** Consecutive examples whose states fit together. */
  private *examplesByParts(): Generator<number[]> {
    const { encoded, hiddenSize, layers, held: most = HELD } = this.of;
    const wide = this.needed.filter(({ tokens }) => tokens !== 'none');
    const values = (i: number) =>
      wide.reduce((sum, { view, tokens }) => {
        const first = encoded.views.get(view)?.firstPiece ?? [];
        return sum + (first[i + 1] - first[i]) * hiddenSize * (tokens === 'all' ? layers + 1 : 1);
      }, 0);
    let part: number[] = [];
    let held = 0;
    for (let i = 0; i < encoded.count; i++) {
      const more = values(i);
      if (part.length > 0 && held + more > most) {
        yield part;
        part = [];
        held = 0;
      }
      part.push(i);
      held += more;
    }
    if (part.length > 0) yield part;
  }

  private async compute(view: View, part: number[]): Promise<Kinds> {
    const { encoded, hiddenSize, layers, modes, forward, statesOf } = this.of;
    const { texts, firstPiece } = encoded.views.get(view) ?? { texts: [] as Pick<EncodedText, 'sequences'>[], firstPiece: [] };
    const [firstExample] = part;
    const from = firstPiece[firstExample];
    const pieces = firstPiece[firstExample + part.length] - from;
    const wanted = this.needed.filter((one) => one.view === view).map(({ tokens }) => tokens);
    const which = wanted.includes('all') ? 'all' : 'last';
    const width = which === 'all' ? (layers + 1) * hiddenSize : hiddenSize;
    const states = new Float32Array(wanted.every((tokens) => tokens === 'none') ? 0 : pieces * width);
    const pooled = new PooledVectors(part.length, hiddenSize, modes);
    const sequences = sequencesOf(encoded, [view], part);
    const weights = flatten(
      part.map((i) => texts[i]),
      modes,
    ).map((one) => one.weights ?? new Float32Array());
    const lengths = sequences.map(({ sequence }) => sequence.ids.length);
    for (const group of planBatches(lengths, AT_ONCE)) {
      const members = group.map((s) => sequences[s]);
      const rows = members.map(({ sequence }) => sequence.ids);
      const typeIds = members.map(({ sequence }) => sequence.typeIds);
      const kept = statesOf(members);
      const batch = { rows, typeIds, weights: joined(group.map((s) => weights[s])), ...(kept ? { states: kept } : {}) };
      const result = await forward(which).run(batch, AT_ONCE.batchSize);
      let at = 0;
      for (const [k, { example, sequence }] of members.entries()) {
        pooled.add(example - firstExample, result.pooled, k);
        const first = at + sequence.at;
        const own = result.states.subarray(first * width, (first + sequence.end - sequence.first) * width);
        if (states.length > 0) states.set(own, (firstPiece[example] + sequence.first - from) * width);
        at += sequence.ids.length;
      }
    }
    const kinds: Kinds = new Map([['sentence', inMemory(pooled.data, modes.length * hiddenSize, firstExample)]]);
    if (wanted.includes('all')) kinds.set('all', inMemory(states, width, from));
    if (wanted.includes('last')) kinds.set('last', inMemory(lastColumns(states, width, hiddenSize), hiddenSize, from));
    return kinds;
  }
}

/** @param states [rows, width] @returns [rows, columns], the last of each row */
function lastColumns(states: Float32Array<ArrayBuffer>, width: number, columns: number): Float32Array<ArrayBuffer> {
  if (width === columns) return states;
  const rows = states.length / width;
  const last = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) last.set(states.subarray((row + 1) * width - columns, (row + 1) * width), row * columns);
  return last;
}
