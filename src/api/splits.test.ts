/** What trains, what validates and what tests. */
import { describe, expect, it } from 'vitest';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer, type TrainCallOptions } from './MultiTaskSentenceTransformer';

const OPTIONS = { epochs: 4, batchSize: 16, seed: 3 };

const splitOf = (i: number) => (i % 10 === 9 ? 'test' : i % 7 === 3 ? 'validation' : 'train');

async function trained(rows: string, options: TrainCallOptions = {}) {
  const { client, close } = connect(nodeHost());
  const dataset = await loadDataset(rows, 'jsonl', { client });
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
    tasks: dataset.info.tasks,
    device: 'wasm',
    seed: 3,
    client,
  });
  return { client, close, dataset, model, run: await model.train(dataset, { ...OPTIONS, ...options }) };
}

describe('rows called test', () => {
  const lines = manyTaskRows(splitOf).split('\n');

  it('are evaluated once, with what is kept, and decide nothing', async () => {
    const { dataset, model, run, close } = await trained(lines.join('\n'));
    expect(dataset.info.summary.rows.test).toBe(6);
    expect(run.dataset).toMatchObject({ train: 46, validation: 8, test: 6 });
    expect(run.test?.topic.count).toBe(6);
    expect(run.test).toEqual(await model.evaluate(dataset, { split: 'test' }));
    expect(run.test).not.toEqual(run.metrics);
    // The same run with the test rows’ labels turned upside down, and with no test rows at all.
    const wrong = lines.map((line, i) => (splitOf(i) === 'test' ? line.replace('"happy"', '"sad"').replace('lovely', 'awful') : line));
    const without = lines.filter((_, i) => splitOf(i) !== 'test');
    for (const rows of [wrong, without]) {
      const other = await trained(rows.join('\n'));
      const told = ({ history }: typeof run) => history.map(({ train, validation }) => ({ train, validation }));
      expect(told(other.run)).toEqual(told(run));
      expect(other.run.metrics).toEqual(run.metrics);
      if (rows === without) expect(other.run.test).toBeUndefined();
      else expect(other.run.test).not.toEqual(run.test);
      other.close();
    }
    close();
  });

  it('are evaluated with the encoder that was trained, too', async () => {
    const few = lines.filter((_, i) => i % 3 === 0);
    const { dataset, model, run, close } = await trained(few.join('\n'), { epochs: 1, unfreeze: { layers: 1 } });
    expect(run.tuned).toBe(model.id);
    expect(run.test).toEqual(await model.evaluate(dataset, { split: 'test' }));
    close();
  });

  it('are none where a data set names none, and evaluating them says so', async () => {
    const { dataset, model, close } = await trained(
      manyTaskRows((i) => (i % 7 === 3 ? 'validation' : 'train')),
      { epochs: 1 },
    );
    await expect(model.evaluate(dataset, { split: 'test' })).rejects.toThrow('The test split is empty: the data set names no test rows.');
    close();
  });
});

describe('validation', () => {
  it('none: all rows but the test rows train, the last epoch is kept', async () => {
    const { run, dataset, model, close } = await trained(manyTaskRows(splitOf), { validation: 'none' });
    expect(run.dataset).toMatchObject({ train: 54, validation: 0, test: 6 });
    expect(Object.values(run.best).map(({ epoch }) => epoch)).toEqual(Object.keys(dataset.info.tasks).map(() => 4));
    expect(run.metrics).toEqual({});
    expect(run.test).toEqual(await model.evaluate(dataset, { split: 'test' }));
    expect(run.status).toBe('finished');
    close();
  });

  it('the epoch that is kept is the best one on its rows, and the metrics are those of that epoch', async () => {
    const { run, close } = await trained(manyTaskRows(splitOf), { epochs: 8 });
    for (const [task, { epoch }] of Object.entries(run.best)) {
      const { validation } = run.history[epoch - 1];
      expect(run.metrics[task]).toEqual(validation[task]);
      const metric = { extras: 'macroF1', score: 'pearson', urgency: 'pearson', entities: 'f1' }[task] ?? 'macroF1';
      const best = Math.max(...run.history.map(({ validation: of }) => of[task][metric]));
      expect(validation[task][metric], task).toBe(best);
      const rivals = run.history.filter(({ validation: of }) => of[task][metric] === best);
      expect(validation[task].loss).toBe(Math.min(...rivals.map(({ validation: of }) => of[task].loss)));
    }
    close();
  });

  it('folds: every row of training and validation is scored once, beside the run itself', async () => {
    const plain = await trained(manyTaskRows(splitOf), { epochs: 2 });
    const { run, close } = await trained(manyTaskRows(splitOf), { epochs: 2, folds: 3 });
    expect(run.crossValidation?.folds).toBe(3);
    for (const [task, { count }] of Object.entries(run.crossValidation?.metrics ?? {})) expect(count, task).toBe(54);
    expect(Object.keys(run.crossValidation?.metrics ?? {}).sort()).toEqual(Object.keys(run.metrics).sort());
    expect(run.crossValidation?.metrics.topic.accuracy).toBeGreaterThan(0);
    expect(run.metrics).toEqual(plain.run.metrics);
    expect(plain.run.crossValidation).toBeUndefined();
    plain.close();
    close();
  });
});
