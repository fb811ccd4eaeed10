/** k-fold cross-validation: every row is scored once, by heads that have not seen it. */
import { type Example, emptyLabels } from '../../data/dataset';
import { stratifiedFolds } from '../../data/folds';
import type { Metrics } from '../../tasks/taskMetrics';
import type { EncodedSplit } from '../../train/data/encodedSplit';
import type { TrainingResult } from '../../train/runs/loop';

/** All rows, as what trains and as what validates: which of them do is masked fold by fold. */
export interface Rows {
  examples: Example[];
  encoded: EncodedSplit;
}

export interface Folding<Split extends Rows> {
  rows: Split;
  folds: number;
  seed: number;
  train(train: Split, validation: Split): Promise<Pick<TrainingResult, 'metrics'>>;
}

/** @returns means over the folds, each weighted by its rows: every figure of a fold's best epoch, as a run shows it */
export async function crossValidate<Split extends Rows>({
  rows,
  folds,
  seed,
  train,
}: Folding<Split>): Promise<{ folds: number; metrics: Metrics }> {
  const classes = rows.examples.map(({ labels }) => Object.values(labels).find((label): label is string => typeof label === 'string'));
  const foldOf = stratifiedFolds(classes, folds, seed);
  const results: Metrics[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const validates = (row: number) => foldOf[row] === fold;
    const { metrics } = await train(
      teaching(rows, (row) => !validates(row)),
      scored(rows, validates),
    );
    results.push(metrics);
  }
  const names = new Set(results.flatMap((metrics) => Object.keys(metrics)));
  const of = (name: string) => results.map((metrics) => metrics[name]).filter((metrics) => metrics !== undefined);
  return { folds, metrics: Object.fromEntries([...names].map((name) => [name, meansOf(of(name))])) };
}

/** Only these rows count when batches are planned. */
function teaching<Split extends Rows>(rows: Split, takes: (row: number) => boolean): Split {
  const targets = new Map(
    [...rows.encoded.targets].map(([name, of]) => [name, { ...of, counts: of.counts.map((count, i) => (takes(i) ? count : 0)) }]),
  );
  return { ...rows, encoded: { ...rows.encoded, targets } };
}

/** Only these rows have labels to be scored by. */
function scored<Split extends Rows>(rows: Split, takes: (row: number) => boolean): Split {
  return { ...rows, examples: rows.examples.map((example, i) => (takes(i) ? example : { ...example, labels: emptyLabels() })) };
}

function meansOf(metrics: Metrics[string][]): Metrics[string] {
  const rows = metrics.reduce((sum, { count }) => sum + count, 0);
  const ids = new Set(metrics.flatMap((one) => Object.keys(one)));
  const mean = (id: string) => metrics.reduce((sum, one) => sum + (one[id] ?? 0) * one.count, 0) / Math.max(1, rows);
  return Object.fromEntries([...ids].map((id) => [id, id === 'count' ? rows : mean(id)]));
}
