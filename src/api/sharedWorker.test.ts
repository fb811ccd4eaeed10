/** A worker that dies under the library. */
import { expect, it } from 'vitest';
import { TandemError } from '../errors';
import { FakeWorker, settle } from '../testing/fakeWorker';
import { ComputeClient } from '../workers/client';
import { listRuns } from './runs';
import { SentenceTransformer } from './SentenceTransformer';
import { startWorkersBy } from './sharedWorker';

it('ends open calls with an error; later calls use a new worker, and what was loaded says that it has to be loaded again', async () => {
  const workers: { worker: FakeWorker; client: ComputeClient; ended: boolean }[] = [];
  startWorkersBy(() => {
    const worker = new FakeWorker();
    const started = { worker, client: new ComputeClient(worker), ended: false };
    workers.push(started);
    const terminate = () => {
      started.ended = true;
    };
    return { client: started.client, terminate };
  });
  const load = async (number: number) => {
    const loading = SentenceTransformer.fromPretrained('all-MiniLM-L6-v2');
    await settle();
    await workers[number].worker.answer('load', { handle: 1, id: 'm', device: {}, sentence: {} });
    return loading;
  };
  const model = await load(0);
  const encoding = model.encode(['a text']);
  workers[0].client.fail(new TandemError('worker-lost', 'The compute worker stopped.'));
  await expect(encoding).rejects.toMatchObject({ code: 'worker-lost' });
  await expect(model.encode(['a text'])).rejects.toMatchObject({ code: 'worker-lost' });

  const again = await load(1);
  const listing = listRuns();
  await settle();
  await workers[1].worker.answer('runs', []);
  expect(await listing).toEqual([]);
  // The lease of the dead worker is none of the new one.
  await model.dispose();
  expect(workers[1].ended).toBe(false);
  const disposing = again.dispose();
  await workers[1].worker.answer('dispose', undefined);
  await disposing;
  expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
});
