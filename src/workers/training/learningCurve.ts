/** How the scores of heads rise with the rows that they learn from, on a frozen encoder. */

import type { Example } from '../../data/dataset';
import { stratifiedFolds } from '../../data/folds';
import { TandemError, throwIfAborted } from '../../errors';
import type { Head } from '../../tasks/head';
import type { CurveOptions, LearningCurve } from '../../train/curve/learningCurve';
import { outlookOf } from '../../train/curve/powerLaw';
import { nestedOrder, sizesOf } from '../../train/curve/subsets';
import type { FeatureCache } from '../../train/data/featureCache';
import type { PreparedSplit } from '../../train/data/prepare';
import { settle, tasksFor } from '../../train/data/tasks';
import type { Evaluated } from '../../train/learners/evaluator';
import type { Task } from '../../train/plan/task';
import type { CallContext } from '../serve';
import { provedKernels } from './backendFor';
import { classesOf, pooled, scored, teaching } from './crossValidation';
import { Learning } from './learning';
import type { Asked } from './trainingRun';

interface CurveJob {
  /** All rows: those that teach first, then those that are kept apart. */
  rows: PreparedSplit;
  /** How many teach. */
  teach: number;
  /** Folds in which all rows take turns instead, where too few are kept apart. 0 for none. */
  folds: number;
  tasks: Task[];
  fractions: number[];
  draws: number;
  seed: number;
  train(train: PreparedSplit, validation: PreparedSplit): Promise<Evaluated>;
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** Fewer rows than this say nothing of how scores go on. */
const FEWEST_ROWS = 8;
/** Fewer rows that are kept apart than this are too few to draw a curve by: all rows take turns instead. */
const FEWEST_KEPT_APART = 30;
const FOLDS = 5;

/** @throws TandemError `bad-input` for settings that open the encoder, `aborted` */
export async function drawCurve(
  { loaded, dataset, heads, options }: Asked,
  subsets: Required<CurveOptions>,
  around: { cache: FeatureCache },
  context: CallContext,
  gate: () => Promise<void> | undefined,
): Promise<LearningCurve> {
  if (options.unfreeze || options.contrastive) {
    throw new TandemError(
      'bad-input',
      'A learning curve trains heads many times, so it is drawn on a frozen encoder: leave unfreeze and contrastive out.',
    );
  }
  await provedKernels(loaded);
  const reading = { longTexts: options.longTexts, stride: options.stride };
  const read = (example: Example, { kind }: Head) => loaded.encoder.read(example, kind.reads[0].view, reading);
  const tasks = tasksFor(dataset, settle(heads, dataset.train, read), options, ['train']);
  const learning = new Learning({ ...loaded, reading }, around, tasks, options, context, gate);
  // Rows without a label would be learned from anew for every point.
  const teaching = dataset.train.filter(({ labels }) => tasks.some(({ name }) => labels[name] !== undefined));
  const { rows, train } = await learning.frozen([...teaching, ...dataset.validation]);
  return learningCurve({
    ...subsets,
    rows,
    train,
    tasks,
    teach: teaching.length,
    folds: options.validation === 'none' || dataset.validation.length < FEWEST_KEPT_APART ? FOLDS : 0,
    seed: options.seed,
    signal: context.signal,
    onProgress: (done, total) => context.progress({ stage: 'curve', done, total }),
  });
}

async function learningCurve(job: CurveJob): Promise<LearningCurve> {
  const { rows, teach, folds, tasks, fractions, draws, seed, train, signal, onProgress } = job;
  const classes = classesOf(rows);
  const foldOf = folds > 0 ? stratifiedFolds(classes, folds, seed) : classes.map((_, row) => (row < teach ? -1 : 0));
  const parts = Array.from({ length: Math.max(1, folds) }, (_, fold) => fold);
  const teachers = parts.map((fold) => classes.flatMap((_, row) => (foldOf[row] === fold ? [] : [row])));
  const shares = sizesOf(teachers[0].length, fractions, FEWEST_ROWS).map((size) => size / teachers[0].length);
  const plan = shares.flatMap((share) => Array.from({ length: share === 1 ? 1 : draws }, (_, draw) => ({ share, draw })));
  const found: { size: number; draw: number; evaluated: Evaluated }[] = [];
  for (const [done, { share, draw }] of plan.entries()) {
    onProgress(done, plan.length);
    const results: Evaluated[] = [];
    let size = 0;
    for (const fold of parts) {
      throwIfAborted(signal, 'The learning curve');
      const order = nestedOrder(
        teachers[fold].map((row) => classes[row]),
        seed + 1 + draw,
      );
      const taken = new Set(order.slice(0, Math.round(share * order.length)).map((at) => teachers[fold][at]));
      size = Math.max(size, taken.size);
      results.push(
        await train(
          teaching(rows, (row) => taken.has(row)),
          scored(rows, (row) => foldOf[row] === fold),
        ),
      );
    }
    throwIfAborted(signal, 'The learning curve');
    found.push({
      size,
      draw,
      evaluated: pooled(
        tasks.map(({ head }) => head),
        results,
      ),
    });
  }
  const curve: LearningCurve = { folds, tasks: Object.create(null) };
  for (const { name, metric } of tasks) {
    const points = found.flatMap(({ size, draw, evaluated: { metrics } }) =>
      metrics[name] ? [{ rows: size, draw, score: metrics[name][metric.id] }] : [],
    );
    const evaluated = found[0]?.evaluated.metrics[name]?.count ?? 0;
    if (points.length === 0) continue;
    const comparable = metric.better === 'higher' && metric.print === 'percent';
    const outlook = comparable ? outlookOf(points, evaluated) : { why: 'Its metric is not a share, so no power law is fitted.' };
    curve.tasks[name] = { metric: metric.id, evaluated, points, outlook };
  }
  return curve;
}
