/** Which epoch is kept, by made-up numbers. */
import { describe, expect, it } from 'vitest';
import { createHead, type Head } from '../../tasks/head';
import type { TaskConfig } from '../../tasks/kind';
import type { TaskMetrics } from '../../tasks/taskMetrics';
import { completeOptions, type TrainOptionsInput } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import { BestEpochs, monitored } from './bestEpochs';

const shape = { hiddenSize: 2, layers: 2 };
const head = (name: string, config: TaskConfig) => createHead(name, config, shape, 0);
const topic = head('topic', { kind: 'classification', labels: ['a', 'b'] });
const score = head('score', { kind: 'regression' });

const topicIs = (macroF1: number, loss: number, accuracy = macroF1): TaskMetrics => ({ loss, count: 10, macroF1, accuracy });
const scoreIs = (mae: number, loss = 1): TaskMetrics => ({ loss, count: 10, mae, pearson: 1 - mae });

/** Adds epochs in which every parameter's values are the epoch's number. */
function after(heads: Head[], input: TrainOptionsInput, epochs: Record<string, TaskMetrics>[]) {
  const options = completeOptions(input, kindsOf(heads));
  const tasks = heads.map((one) => createTask(one, options));
  const best = new BestEpochs(options, undefined);
  const stops = epochs.map((metrics, i) => {
    const names = [
      ...heads.flatMap(({ name, parameters }) => [...parameters.keys()].map((path) => `${name}.${path}`)),
      'encoder.layer.0.x',
    ];
    const values = new Map(names.map((name) => [name, Float32Array.of(i + 1)]));
    best.add(
      i + 1,
      { metrics, configs: Object.fromEntries(heads.map(({ name, config }) => [name, { ...config, epoch: i + 1 }])) },
      tasks,
      values,
    );
    return best.shouldStop(i + 1);
  });
  const kept = (name: string) => best.values.get(name)?.[0];
  return { best, kept, stops };
}

describe('the best epoch', () => {
  it('has the highest score; among equal ones the lowest validation loss, and the first where that is equal, too', () => {
    const { best, kept } = after([topic], {}, [
      { topic: topicIs(0.5, 1) },
      { topic: topicIs(0.8, 0.9) },
      { topic: topicIs(0.8, 0.4) },
      { topic: topicIs(0.8, 0.4) },
      { topic: topicIs(0.8, 0.6) },
      { topic: topicIs(0.7, 0.1) },
    ]);
    expect(best.best.topic).toEqual({ epoch: 3, score: 0.8, loss: 0.4 });
    expect(best.metrics.topic).toEqual(topicIs(0.8, 0.4));
    expect(best.configs.topic).toMatchObject({ epoch: 3 });
    expect(kept('topic.dense.weight')).toBe(3);
  });

  it('is each head’s own on a frozen encoder, and one for all where the encoder learns', () => {
    const epochs = [
      { topic: topicIs(0.9, 1), score: scoreIs(0.9) },
      { topic: topicIs(0.2, 1), score: scoreIs(0.1) },
      { topic: topicIs(0.8, 1), score: scoreIs(0.2) },
    ];
    const apart = after([topic, score], {}, epochs);
    expect([apart.kept('topic.dense.weight'), apart.kept('score.dense.weight')]).toEqual([1, 2]);
    expect(apart.kept('encoder.layer.0.x')).toBeUndefined();
    // Means of macro-F1 and Pearson: 0.5, 0.55, 0.8.
    const together = after([topic, score], { unfreeze: { layers: 1 } }, epochs);
    expect([together.kept('topic.dense.weight'), together.kept('score.dense.weight'), together.kept('encoder.layer.0.x')]).toEqual([
      3, 3, 3,
    ]);
    expect(together.best.metrics).toEqual(epochs[2]);
  });

  it('with an open encoder equal means are decided by the weighted sum of losses', () => {
    const epochs = [
      { topic: topicIs(0.8, 1), score: scoreIs(0.2, 3) },
      { topic: topicIs(0.8, 2), score: scoreIs(0.2, 1) },
    ];
    const kept = (input: TrainOptionsInput) =>
      after([topic, score], { unfreeze: { layers: 1 }, ...input }, epochs).kept('encoder.layer.0.x');
    expect(kept({})).toBe(2);
    expect(kept({ tasks: { score: { weight: 0.1 } } })).toBe(1);
    expect(kept({ earlyStopping: { metric: 'topic.macroF1', patience: 9 } })).toBe(1);
  });

  it('is by the metric that was chosen, downward where lower is better', () => {
    const epochs = [
      { topic: topicIs(0.9, 1, 0.1), score: scoreIs(0.5) },
      { topic: topicIs(0.1, 1, 0.9), score: scoreIs(0.7) },
    ];
    expect(after([topic, score], {}, epochs).kept('topic.dense.weight')).toBe(1);
    const chosen = (metric: string) => after([topic, score], { unfreeze: { layers: 1 }, earlyStopping: { metric, patience: 5 } }, epochs);
    expect(chosen('topic.accuracy').kept('encoder.layer.0.x')).toBe(2);
    expect(chosen('score.mae').kept('encoder.layer.0.x')).toBe(1);
    expect(chosen('score.mae').best.best.score).toEqual({ epoch: 1, score: -0.5, loss: 1 });
  });

  it('is the last where no row validates, whatever its figures', () => {
    const { kept, best } = after([topic, score], { validation: 'none' }, [{ topic: topicIs(0.9, 0.1) }, { topic: topicIs(0.1, 5) }, {}]);
    expect([kept('topic.dense.weight'), kept('score.dense.weight')]).toEqual([3, 3]);
    expect(best.best.topic.epoch).toBe(3);
  });

  it('goes on from a state as if it had never stopped', () => {
    const { best } = after([topic], {}, [{ topic: topicIs(0.8, 0.4) }]);
    const options = completeOptions({}, kindsOf([topic]));
    const again = new BestEpochs(options, best.state);
    again.add(2, { metrics: { topic: topicIs(0.8, 0.5) }, configs: {} }, [createTask(topic, options)], new Map());
    expect(again.best.topic.epoch).toBe(1);
    expect(again.values.get('topic.dense.weight')).toEqual(Float32Array.of(1));
  });
});

it('early stopping counts epochs since the chosen score rose, or fell short at a higher loss', () => {
  const stopping = { earlyStopping: { metric: 'topic.macroF1', patience: 2 } };
  const { stops } = after([topic], stopping, [
    { topic: topicIs(0.5, 1) },
    { topic: topicIs(0.4, 1) },
    { topic: topicIs(0.5, 0.9) },
    { topic: topicIs(0.5, 0.9) },
    { topic: topicIs(0.5, 1) },
  ]);
  expect(stops).toEqual([false, false, false, false, true]);
});

it('the mean is over first metrics, in the direction in which higher is better; of nothing it is unknown', () => {
  const kinds = kindsOf([topic, score]);
  expect(monitored('mean', { topic: topicIs(0.5, 1), score: scoreIs(0.3) }, kinds)).toBeCloseTo(0.6, 12);
  expect(monitored('mean', { topic: topicIs(0.5, 1) }, kinds)).toBe(0.5);
  expect(monitored('score.mae', { score: scoreIs(0.3) }, kinds)).toBe(-0.3);
  expect(monitored('mean', {}, kinds)).toBeUndefined();
});
