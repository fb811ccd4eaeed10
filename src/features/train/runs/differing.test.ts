/** Settings of runs beside each other: only what differs is listed, as a person reads it. */
import { expect, it } from 'vitest';
import { taskKinds } from '../../../tasks/registry';
import { completeOptions } from '../../../train/plan/options';
import type { RunRecord } from '../../../train/runs/runs';
import type { KindInfo } from '../../../workers/protocol';
import { differingSettings } from './differing';

const KINDS = new Map(taskKinds().map((kind) => [kind.kind, kind as unknown as KindInfo]));
const OF = { topic: KINDS.get('classification') as never };

const run = (options: Parameters<typeof completeOptions>[0], more: Partial<RunRecord> = {}): RunRecord => ({
  id: 'r',
  started: 1,
  model: 'm',
  dataset: { name: 'mail', train: 1000, validation: 2, test: 0 },
  options: completeOptions(options, OF),
  tasks: { topic: { kind: 'classification', labels: ['a', 'b'] } },
  status: 'finished',
  history: [],
  best: {},
  metrics: {},
  device: 'CPU',
  ...more,
});

it('two runs with the same settings differ in nothing', () => {
  expect(differingSettings([run({ seed: 3 }), run({ seed: 3 })], KINDS)).toEqual([]);
});

it('what differs is named as in the form, with each run’s value, default or not', () => {
  const runs = [
    run({ epochs: 5, tasks: { topic: { weight: 0.5 } } }),
    run({ earlyStopping: { metric: 'topic.accuracy', patience: 2 } }, { recipe: { name: 'x', title: 'Fine-tune', options: {} as never } }),
    run({ longTexts: 'windows', epochs: 5 }),
  ];
  expect(differingSettings(runs, KINDS)).toEqual([
    { label: 'Epochs', values: ['5', '30', '5'] },
    { label: 'Texts beyond the limit', values: ['cut', 'cut', 'sliding windows'] },
    // Without windows there is none.
    { label: 'topic · λ', values: ['0.5', '1', '1'] },
    { label: 'Recipe', values: ['–', 'Fine-tune', '–'] },
    { label: 'Early stopping', values: ['–', '2 epochs without a better accuracy of topic', '–'] },
    { label: 'Stride', values: ['–', '–', '64'] },
  ]);
});

it('of an open encoder, and of a record without options', () => {
  const open = run({ unfreeze: { layers: 2 } });
  const bare = { ...run({}), options: undefined as never };
  const found = differingSettings([open, run({})], KINDS);
  expect(found).toContainEqual({ label: 'Encoder', values: ['top 2 layers open', 'encoder frozen'] });
  expect(found).toContainEqual({ label: 'Epochs', values: ['4', '30'] });
  expect(differingSettings([open, bare], KINDS)).toContainEqual({ label: 'Epochs', values: ['4', '–'] });
});
