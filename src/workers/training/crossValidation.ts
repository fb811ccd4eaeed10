/** k-fold cross-validation: every row is scored once, by heads that have not seen it. */
import { type Example, emptyLabels } from '../../data/dataset';
import { stratifiedFolds } from '../../data/folds';
import type { Head } from '../../tasks/head';
import type { EncodedSplit } from '../../train/data/encodedSplit';
import { type Evaluated, emptyEvaluated } from '../../train/learners/evaluator';
import type { Best } from '../../train/runs/bestEpochs';

/** All rows, as what trains and as what validates: which of them do is masked fold by fold. */
export interface Rows {
  examples: Example[];
  encoded: EncodedSplit;
}

export interface Folding<Split extends Rows> {
  rows: Split;
  heads: Pick<Head, 'name' | 'kind'>[];
  folds: number;
  seed: number;
  /** @returns answers of the heads that a fold has trained, on its validation rows */
  train(train: Split, validation: Split): Promise<Evaluated>;
  /** Called before each fold, which are counted from 1. */
  onFold?(fold: number): void;
}

/** @returns the answers of all folds together */
export async function crossValidate<Split extends Rows>({ rows, heads, folds, seed, train, onFold }: Folding<Split>): Promise<Evaluated> {
  const foldOf = stratifiedFolds(classesOf(rows), folds, seed);
  const results: Evaluated[] = [];
  for (let fold = 0; fold < folds; fold++) {
    onFold?.(fold + 1);
    const validates = (row: number) => foldOf[row] === fold;
    results.push(
      await train(
        teaching(rows, (row) => !validates(row)),
        scored(rows, validates),
      ),
    );
  }
  return pooled(heads, results);
}

/** The class of each row by which rows are divided: that of its first task that has classes. */
export const classesOf = ({ examples }: Pick<Rows, 'examples'>): (string | undefined)[] =>
  examples.map(({ labels }) => Object.values(labels).find((label): label is string => typeof label === 'string'));

/** Answers to parts of the rows as answers to all, and what these come to; the loss is the mean over rows. */
export function pooled(heads: Pick<Head, 'name' | 'kind'>[], results: Evaluated[]): Evaluated {
  const all = emptyEvaluated();
  for (const { name, kind } of heads) {
    const parts = results.filter(({ metrics }) => metrics[name] !== undefined);
    if (parts.length === 0) continue;
    // Answers are decoded already: what is left of the config for scoring is the same in all folds.
    all.configs[name] = parts[0].configs[name];
    all.scored[name] = parts.flatMap((part) => part.scored[name]);
    all.outputs[name] = parts.flatMap((part) => part.outputs[name]);
    all.rows[name] = parts.flatMap((part) => part.rows[name]);
    const { values, details } = kind.score(all.scored[name], all.configs[name]);
    const count = all.scored[name].length;
    const loss = parts.reduce((sum, { metrics }) => sum + metrics[name].loss * metrics[name].count, 0) / count;
    all.metrics[name] = { loss, count, ...values };
    all.details[name] = details;
  }
  return all;
}

/** Of tasks whose best epoch this one is, what they have answered. */
export function keepBest(answers: Evaluated, epoch: number, evaluated: Evaluated, best: Record<string, Pick<Best, 'epoch'>>): void {
  for (const name of Object.keys(evaluated.metrics)) {
    if (best[name]?.epoch !== epoch) continue;
    answers.metrics[name] = evaluated.metrics[name];
    answers.configs[name] = evaluated.configs[name];
    answers.scored[name] = evaluated.scored[name];
    answers.outputs[name] = evaluated.outputs[name];
    answers.rows[name] = evaluated.rows[name];
  }
}

/** Only these rows count when batches are planned. */
export function teaching<Split extends Rows>(rows: Split, takes: (row: number) => boolean): Split {
  const targets = new Map(
    [...rows.encoded.targets].map(([name, of]) => [name, { ...of, counts: of.counts.map((count, i) => (takes(i) ? count : 0)) }]),
  );
  return { ...rows, encoded: { ...rows.encoded, targets } };
}

/** Only these rows have labels to be scored by. */
export function scored<Split extends Rows>(rows: Split, takes: (row: number) => boolean): Split {
  return { ...rows, examples: rows.examples.map((example, i) => (takes(i) ? example : { ...example, labels: emptyLabels() })) };
}
