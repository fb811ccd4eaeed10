/** Brings rows of an embedding set from the worker that has them to the one that draws maps, a part at a time: the page keeps none. */
import type { ComputeClient } from '../../workers/client';
import type { ExploreClient } from '../../workers/explore/client';

const ROWS = 2048;

/** @param tell gets the share that is handed over, in [0, 1] */
export async function handOver(
  from: ComputeClient,
  to: ExploreClient,
  set: number,
  count: number,
  tell: (share: number) => void,
): Promise<void> {
  for (let first = 0; first < count; first += ROWS) {
    const { data, texts } = await from.call('embeddingVectors', { set, from: first, count: Math.min(ROWS, count - first) });
    await to.call('give', { data, size: data.length / texts.length, texts }, { transfer: [data.buffer] });
    tell((first + texts.length) / count);
  }
}
