import type { ComputeClient } from '../workers/client';
import type { LabelOutline } from '../workers/protocol';

/** All rows of a data set with their keys, which come in parts: a page that read a million at once would not answer meanwhile. */
export async function outlineOf(client: ComputeClient, dataset: number): Promise<Omit<LabelOutline, 'rows'>> {
  const { rows, keys, labelled } = await client.call('labelOutline', { dataset });
  while (keys.length < rows) {
    for (const key of await client.call('rowKeys', { dataset, from: keys.length })) keys.push(key);
  }
  return { keys, labelled };
}
