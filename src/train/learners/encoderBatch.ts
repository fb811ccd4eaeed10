/** Examples of a batch as an encoder's step reads them: the sequences of all views that their tasks need, packed. */
import { pooledFrom, poolingWeights } from '../../inference/sentence/poolingWeights';
import type { PoolingMode } from '../../model/sentence/pooling';
import { levelOf } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import { type EncodedSplit, sequencesOf } from '../data/encodedSplit';
import type { Task } from '../plan/task';
import { type EncoderBatch, viewsOf } from '../step/encoderStep';
import { joined } from '../step/packedEncoder';

export interface PackedExamples {
  batch: Omit<EncoderBatch, 'states'>;
  /** In the order in which the batch has them. */
  sequences: ReturnType<typeof sequencesOf>;
}

/** @param tasks whose targets count @param modes by which sentences are pooled */
export function encoderBatch(encoded: EncodedSplit, tasks: Task[], examples: number[], modes: readonly PoolingMode[]): PackedExamples {
  const counting = tasks.filter(({ name }) => examples.some((i) => encoded.targets.get(name)?.counts[i] === 1));
  const views = viewsOf(counting);
  const sequences = sequencesOf(encoded, views, examples);
  const bounds = new Map<View, number[]>();
  const starts: number[] = [];
  const weights: Float32Array[] = [];
  let at = 0;
  let next = 0;
  for (const view of views) {
    const ends = [at];
    for (const example of examples) {
      const windows: Uint8Array[] = [];
      for (; sequences[next]?.view === view && sequences[next].example === example; next++) {
        const { ids } = sequences[next].sequence;
        starts.push(at);
        windows.push(pooledFrom(ids.length));
        at += ids.length;
      }
      weights.push(...poolingWeights(modes, windows));
      ends.push(at);
    }
    bounds.set(view, ends);
  }
  const targets = new Map<string, ArrayLike<number>>();
  for (const { head, name } of counting) {
    const { values, width } = encoded.targets.get(name) ?? { values: [], width: 1 };
    if (levelOf(head) === 'sentence') {
      targets.set(
        name,
        examples.flatMap((i) => Array.from(values.slice(i * width, (i + 1) * width))),
      );
      continue;
    }
    // Tokens that are not pieces of the view's texts carry the filler.
    const [{ view }] = head.kind.reads;
    const perToken = new Array<number>(at * width).fill(head.kind.target.filler);
    const firstPiece = encoded.views.get(view)?.firstPiece ?? [];
    for (const [s, { view: of, example, sequence }] of sequences.entries()) {
      if (of !== view) continue;
      for (let piece = sequence.first; piece < sequence.end; piece++) {
        const [to, from] = [starts[s] + sequence.at + piece - sequence.first, firstPiece[example] + piece];
        for (let i = 0; i < width; i++) perToken[to * width + i] = values[from * width + i];
      }
    }
    targets.set(name, perToken);
  }
  const rows = sequences.map(({ sequence }) => sequence.ids);
  const typeIds = sequences.map(({ sequence }) => sequence.typeIds);
  return { batch: { rows, typeIds, bounds, weights: joined(weights), targets }, sequences };
}
