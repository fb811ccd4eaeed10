/** The five tasks of reference/tasks_fixture.py, ready to be trained. */
import type { Backend } from '../autodiff/backend';
import { FeatureTable } from '../train/data/featureTable';
import { EncoderTrainer } from '../train/learners/encoderTrainer';
import { type HeadBatch, HeadTrainer } from '../train/learners/headTrainer';
import { completeOptions } from '../train/plan/options';
import { createTask, kindsOf } from '../train/plan/task';
import { hashTensor } from './hashWeights';
import { fixtureBatch, fixtureEncoder, fixtureHeads, fixtureOptions, type OpenCase, tasksFixture } from './tasksFixture';

const { hidden, features: kept } = tasksFixture;
const boundsOf = (lengths: number[]) => {
  const bounds = [0];
  for (const length of lengths) bounds.push(bounds[bounds.length - 1] + length);
  return bounds;
};

export function fiveOnFeatures(backend: Backend, balance: 'fixed' | 'uncertainty' = 'fixed', frozen: string[] = []) {
  const heads = fixtureHeads(kept.tasks);
  const { length: examples } = kept.lengths;
  // Rows beyond the batch take no part.
  const options = completeOptions({ ...fixtureOptions(kept.tasks, frozen), balance, batchSize: examples + 2 }, kindsOf(heads));
  const pieces = kept.lengths.reduce((a, b) => a + b, 0);
  const table = (number: number, name: string, rows: number) => hashTensor(number, { name, shape: [rows, hidden] });
  const features = { pooled: table(900, 'pooled', examples), tokens: table(901, 'states', pieces), hidden, tokenWidth: hidden };
  const tasks = heads.map((head) => createTask(head, options));
  const trainer = new HeadTrainer(backend, tasks, new FeatureTable([{ view: 'text', tokens: 'last', features }]), options);
  const batch: HeadBatch = tasks.map((task) => {
    const rows = Uint32Array.from(kept.rows[task.name]);
    const perPiece = task.head.kind.reads[0].level === 'token';
    return { task, rows, targets: kept.targets[task.name], bounds: boundsOf(perPiece ? kept.lengths : Array.from(rows, () => 1)) };
  });
  return { trainer, batch, heads };
}

export function fiveOnBert(backend: Backend, example: OpenCase) {
  const heads = fixtureHeads(example.tasks);
  const options = completeOptions({ ...fixtureOptions(example.tasks, example.frozen), batchSize: 10 }, kindsOf(heads));
  const encoder = fixtureEncoder(example.lowest);
  const tasks = heads.map((head) => createTask(head, options));
  return { trainer: new EncoderTrainer(backend, encoder, tasks, options), batch: fixtureBatch(example, heads), encoder, heads };
}
