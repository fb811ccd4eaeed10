/** Which examples go into which batch: shuffled anew every epoch, the same for the same seed. */
import { Random } from '../../random';
import type { EncodedSplit } from '../data/encodedSplit';
import type { TrainOptions } from './options';

export interface PlannedBatch {
  /** Indices of examples. */
  examples: number[];
  /** Tasks whose labels count in it. */
  tasks: string[];
}

/** @param learning tasks whose loss teaches: an example without a label for any of them is left out */
export function planEpoch(
  { count, targets }: Pick<EncodedSplit, 'count' | 'targets'>,
  learning: string[],
  { batchSize, batching, seed }: Pick<TrainOptions, 'batchSize' | 'batching' | 'seed'>,
  epoch: number,
): PlannedBatch[] {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(epoch + 1, 0x85ebca6b));
  const has = (task: string, i: number) => targets.get(task)?.counts[i] === 1;
  const all = Array.from({ length: count }, (_, i) => i);
  if (batching === 'mixed') {
    const useful = all.filter((i) => learning.some((task) => has(task, i)));
    return chunks(random.shuffled(useful), batchSize).map((examples) => ({ examples, tasks: learning }));
  }
  const batches = learning.flatMap((task) =>
    chunks(random.shuffled(all.filter((i) => has(task, i))), batchSize).map((examples): PlannedBatch => ({ examples, tasks: [task] })),
  );
  return random.shuffled(batches);
}

/** Batches that share a step of the optimiser. */
export function stepsOf(batches: PlannedBatch[], gradientAccumulation: number): PlannedBatch[][] {
  return chunks(batches, gradientAccumulation);
}

function chunks<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
