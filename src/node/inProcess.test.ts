import { expect, it } from 'vitest';
import { loadDataset } from '../api/Dataset';
import { nodeHost } from '../testing/nodeHost';
import { startInProcess } from './inProcess';

it('a file keeps its name on the way, and calls end with the service', async () => {
  const { client, terminate } = startInProcess(nodeHost());
  const file = new File(['text,label\nA cat sleeps.,pets\nShares fell.,money\nA dog barks.,pets\nRates rose.,money\n'], 'short.csv');
  const { info } = await loadDataset(file, { client });
  expect(info.name).toBe('short.csv');
  const again = await client.call('loadDataset', { source: { kind: 'again', dataset: info.dataset } });
  expect(again.name).toBe('short.csv');
  terminate();
  await expect(client.call('taskKinds', undefined)).rejects.toMatchObject({ code: 'disposed' });
});
