/** Which sentences go into which batch: shuffled anew every epoch, the same for the same seed. */
import { IGNORE_INDEX } from '../nn/losses';
import { Random } from '../random';
import type { EncodedSplit } from './encodedSplit';
import type { TrainOptions } from './options';

export interface PlannedBatch {
  /** Indices of sentences. */
  sentences: number[];
  /** Tasks whose labels count in it. */
  tasks: ('taskA' | 'taskB')[];
}

/** @param learning tasks whose loss teaches: a sentence without a label for one of them is left out */
export function planEpoch(split: EncodedSplit, learning: PlannedBatch['tasks'], options: TrainOptions, epoch: number): PlannedBatch[] {
  const { batchSize, batching, seed } = options;
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(epoch + 1, 0x85ebca6b));
  const has = {
    taskA: (i: number) => split.classIds[i] !== IGNORE_INDEX,
    taskB: (i: number) => split.firstWord[i + 1] > split.firstWord[i],
  };
  const all = Array.from({ length: split.count }, (_, i) => i);
  if (batching === 'mixed') {
    const useful = all.filter((i) => learning.some((task) => has[task](i)));
    return chunks(shuffle(useful, random), batchSize).map((sentences) => ({ sentences, tasks: ['taskA', 'taskB'] }));
  }
  const batches = learning.flatMap((task) =>
    chunks(shuffle(all.filter(has[task]), random), batchSize).map((sentences): PlannedBatch => ({ sentences, tasks: [task] })),
  );
  return shuffle(batches, random);
}

/** Batches that share a step of the optimiser. */
export function stepsOf(batches: PlannedBatch[], gradientAccumulation: number): PlannedBatch[][] {
  return chunks(batches, gradientAccumulation);
}

/** Fisher and Yates. */
function shuffle<T>(items: T[], random: Random): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}

function chunks<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
