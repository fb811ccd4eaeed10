/** A run that is under way in one tab, seen from another one: the two share storage and locks. */
import { expect, it } from 'vitest';
import { loadDataset } from '../../api/Dataset';
import { MultiTaskSentenceTransformer } from '../../api/MultiTaskSentenceTransformer';
import { listRuns, removeRun } from '../../api/runs';
import { cityRows } from '../../testing/cityRows';
import { connect, nodeHost } from '../../testing/nodeHost';

it('is shown as that, and can neither be removed nor resumed before it ends', async () => {
  const host = nodeHost();
  const tab = async () => {
    const { client, close } = connect(host);
    const dataset = await loadDataset(cityRows(4), 'jsonl', { client });
    const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
      tasks: dataset.info.tasks,
      device: 'wasm',
      client,
    });
    return { client, close, dataset, model };
  };
  const [one, other] = [await tab(), await tab()];
  const controller = new AbortController();
  let kept = () => {};
  const firstEpoch = new Promise<void>((resolve) => {
    kept = resolve;
  });
  const onProgress = ({ stage }: { stage: string }) => {
    if (stage === 'epoch') kept();
  };
  const training = one.model.train(one.dataset, { epochs: 1000, signal: controller.signal, onProgress });
  await firstEpoch;
  let listed = await listRuns(other);
  for (let i = 0; i < 100 && listed.length === 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    listed = await listRuns(other);
  }
  const [run] = listed;
  expect(run).toMatchObject({ status: 'running', underWay: true, note: 'This run is under way, here or in another tab.' });
  expect(run.resumable).toBeUndefined();
  await expect(removeRun(run.id, other)).rejects.toThrow('This run is under way, here or in another tab of this page.');
  await expect(other.model.resumeRun(other.dataset, run.id)).rejects.toThrow('This run is under way');
  controller.abort();
  expect((await training).id).toBe(run.id);
  expect((await listRuns(other))[0]).toMatchObject({ id: run.id, status: 'stopped' });
  await removeRun(run.id, other);
  expect(await listRuns(one)).toEqual([]);
  one.close();
  other.close();
});
