/** Examples of a batch as an encoder's step reads them: the sequences of all views that their tasks need, packed. */
import { pooledFrom, poolingWeights } from '../../inference/sentence/poolingWeights';
import type { PoolingMode } from '../../model/sentence/pooling';
import { joined } from '../../nn/rows';
import { levelOf } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import { type EncodedSplit, sequencesOf } from '../data/encodedSplit';
import type { Task } from '../plan/task';
import { type BatchTexts, type EncoderBatch, viewsOf } from '../step/encoderStep';

export interface PackedExamples {
  batch: Omit<EncoderBatch, 'states'>;
  /** Those of the batch, in their order. */
  sequences: ReturnType<typeof sequencesOf>;
}

/**
 * Where tasks read nothing but whole texts, one that occurs several times in the batch is computed once: pairs of a few rows repeat them.
 *
 * @param tasks whose targets count @param modes by which sentences are pooled
 */
export function encoderBatch(encoded: EncodedSplit, tasks: Task[], examples: number[], modes: readonly PoolingMode[]): PackedExamples {
  const counting = tasks.filter(({ name }) => examples.some((i) => encoded.targets.get(name)?.counts[i] === 1));
  const views = viewsOf(counting);
  const all = sequencesOf(encoded, views, examples);
  const isOnce = views.length > 1 && counting.every(({ head }) => levelOf(head) === 'sentence');
  const once = isOnce ? new Map<string, number>() : undefined;
  const bounds = new Map<View, number[]>();
  const texts: BatchTexts & { of: Map<View, number[]> } = { bounds: [0], of: new Map() };
  const sequences: typeof all = [];
  const starts: number[] = [];
  const weights: Float32Array[] = [];
  let at = 0;
  let next = 0;
  for (const view of views) {
    const ends = [at];
    const of: number[] = [];
    for (const example of examples) {
      const from = next;
      while (all[next]?.view === view && all[next].example === example) next++;
      const own = all.slice(from, next);
      const key = once && JSON.stringify(own.map(({ sequence: { ids, typeIds } }) => [ids, typeIds]));
      const known = key === undefined ? undefined : once?.get(key);
      of.push(known ?? texts.bounds.length - 1);
      if (known !== undefined) continue;
      if (key !== undefined) once?.set(key, texts.bounds.length - 1);
      for (const { sequence } of own) {
        starts.push(at);
        at += sequence.ids.length;
      }
      sequences.push(...own);
      weights.push(
        ...poolingWeights(
          modes,
          own.map(({ sequence }) => pooledFrom(sequence.ids.length)),
        ),
      );
      ends.push(at);
      texts.bounds.push(at);
    }
    if (!isOnce) bounds.set(view, ends);
    texts.of.set(view, of);
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
  return { batch: { rows, typeIds, bounds, texts, weights: joined(weights), targets }, sequences };
}
