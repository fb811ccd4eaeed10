/** What the page says before a run that cannot start is what the worker refuses. */
import { expect, it } from 'vitest';
import { taskKind } from '../../tasks/registry';
import { cityRows } from '../../testing/cityRows';
import { connect, nodeHost } from '../../testing/nodeHost';
import { completeOptions, type TrainOptionsInput } from '../../train/plan/options';
import { refusalsOf } from '../../train/plan/refusals';

it('every refusal that is foreseen is one of the worker’s, and the worker starts what is not', async () => {
  const { client, close } = connect(nodeHost());
  const read = (text: string, validationShare?: number) =>
    client.call('loadDataset', { source: { kind: 'text', name: 'rows.jsonl', text }, options: { validationShare } });
  const { dataset, tasks } = await read(cityRows(4));
  const { dataset: allTrain } = await read(cityRows(6), 0);
  const names = Object.keys(tasks);
  const kinds = Object.fromEntries(names.map((name) => [name, taskKind(tasks[name].kind)]));
  const load = (own: typeof tasks) => client.call('load', { model: 'all-MiniLM-L6-v2', device: 'wasm', tasks: own });
  const { handle } = await load(tasks);
  const { handle: other } = await load({ label: { kind: 'classification', labels: ['x', 'y'] } });
  const frozen = Object.fromEntries(names.map((name) => [name, true]));
  const cases: { options: TrainOptionsInput; freshHeads: boolean; handle?: number; dataset?: number }[] = [
    { options: { contrastive: true }, freshHeads: true },
    { options: { unfreeze: { layers: 1 }, freeze: frozen, frozenLoss: false }, freshHeads: false },
    { options: { unfreeze: { layers: 1, gradual: {} }, freeze: frozen }, freshHeads: false },
    { options: {}, freshHeads: false, handle: other },
    { options: {}, freshHeads: true, dataset: allTrain },
  ];
  for (const { options, freshHeads, ...more } of cases) {
    const of = { handle, dataset, ...more };
    const [refusal] = refusalsOf(await client.call('situation', of), completeOptions(options, kinds), freshHeads ? 'new' : 'current');
    expect(refusal?.message, JSON.stringify(options)).toBeDefined();
    const run = client.call('train', { ...of, options, freshHeads });
    await expect(run, JSON.stringify(options)).rejects.toMatchObject({ code: 'bad-input' });
  }
  const fine: TrainOptionsInput = { epochs: 1 };
  expect(refusalsOf(await client.call('situation', { handle, dataset }), completeOptions(fine, kinds), 'new')).toEqual([]);
  expect((await client.call('train', { handle, dataset, options: fine, freshHeads: true })).status).toBe('finished');
  close();
});
