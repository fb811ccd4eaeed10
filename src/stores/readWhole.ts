/** Files as texts to predict: no row is set apart, and all stay in the order of the file. */
import type { ComputeClient } from '../workers/client';
import type { DatasetInfo, DatasetOptions, DatasetSource } from '../workers/protocol';

/** @returns files without a row that can be read, too: `refused` says why, and the rest what was understood */
export async function readWhole(client: ComputeClient, source: DatasetSource, options: DatasetOptions): Promise<DatasetInfo> {
  const whole = { ...options, validationShare: 0 };
  const info = await client.call('loadDataset', { source, options: whole, keepRefused: true });
  const names = info.splitNames ?? [];
  if (info.refused !== undefined || names.every(({ split }) => split === 'train')) return info;
  // Splits mean nothing here, and rows of an unknown one would be left out.
  const splits = Object.fromEntries(names.map(({ name }) => [name, 'train'] as const));
  const again = await client.call('loadDataset', {
    source: { kind: 'again', dataset: info.dataset },
    options: { ...whole, splits },
    keepRefused: true,
  });
  void client.call('dropDataset', { dataset: info.dataset });
  return again;
}
