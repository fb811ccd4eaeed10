/** How suggestions get better with labels: heads learn from the first ones, more and more of them, and answer rows that they have not learned from. */
import type { Label } from '../../data/dataset';
import { stratifiedFolds } from '../../data/folds';
import { sameLabel } from '../../data/sameLabel';
import { drawnFrom } from '../../labelling/ranking';
import { Random } from '../../random';
import { wilson } from '../../tasks/metrics/intervals';
import { outlookOf } from '../../train/curve/powerLaw';
import { sizesOf } from '../../train/curve/subsets';
import type { LabelCurve, SuggestedTask } from '../protocol';
import type { LabelledGold, LearnTurn, TaskLearner } from './taskLearner';

interface CurveJob {
  task: SuggestedTask;
  /** In the order in which they were given. */
  labelled: LabelledGold[];
  /** Rows that were labelled because they were drawn by chance. */
  drawn: ReadonlySet<number>;
  /** One that has learned nothing yet. */
  newLearner(): TaskLearner;
  /** @returns undefined where nothing is known of the row */
  answer(learner: TaskLearner, row: number): Label | undefined;
  newTurn(): LearnTurn;
  onProgress(done: number, total: number): void;
}

/** Fewer say nothing of how it goes on. */
const FEWEST_LABELS = 20;
const FEWEST_TAUGHT = 8;
/** So many drawn rows are enough to score on them alone: they stand for all texts, where the others were chosen for being hard. */
const FEWEST_DRAWN = 100;
const MOST_SCORED = 1000;
/** Each twice as many as the one before the last. */
const FRACTIONS = Array.from({ length: 7 }, (_, i) => 2 ** (-i / 2));
/** Where all labels are scored, so that nine of ten teach; fewer where there are so many that it hardly matters. */
const FOLDS = 10;
const FOLDS_OF_MANY = 5;
const MANY = 500;
const SEED = 23;

export async function labelCurve(job: CurveJob): Promise<LabelCurve> {
  const { task, labelled, drawn, newLearner, answer, newTurn, onProgress } = job;
  const labels = labelled.length;
  const found: LabelCurve = { labels, scored: 0, byChance: false, points: [], outlook: {} };
  if (labels < FEWEST_LABELS) {
    const why = `A curve takes ${FEWEST_LABELS} labelled texts that have been read; there are ${labels}.`;
    return { ...found, outlook: { why } };
  }
  const byChance = labelled.filter(({ row }) => drawn.has(row));
  const isByChance = byChance.length >= FEWEST_DRAWN;
  const random = new Random(SEED);
  const scored = drawnFrom(isByChance ? byChance : labelled, MOST_SCORED, random);
  const folds = isByChance || labels >= MANY ? FOLDS_OF_MANY : FOLDS;
  const classes = scored.map(({ gold }) => (typeof gold === 'string' ? gold : undefined));
  const foldOf = new Map(stratifiedFolds(classes, folds, SEED).map((fold, i) => [scored[i].row, fold]));
  const sizes = sizesOf(labels, FRACTIONS, FEWEST_TAUGHT);
  const [right, taught] = [sizes.map(() => 0), sizes.map(() => 0)];
  for (let fold = 0, done = 0; fold < folds; fold++) {
    const learner = newLearner();
    for (const [i, size] of sizes.entries()) {
      onProgress(done++, folds * sizes.length);
      const rows = labelled.slice(0, size).filter(({ row }) => foldOf.get(row) !== fold);
      await learner.learn(task, rows, newTurn());
      taught[i] += learner.from.rows / folds;
      if (!learner.head) continue;
      for (const { row, gold } of scored) {
        if (foldOf.get(row) !== fold) continue;
        const given = answer(learner, row);
        if (given !== undefined && sameLabel(given, gold)) right[i]++;
      }
    }
  }
  const points = sizes.map((_, i) => {
    const [low, high] = wilson(right[i], scored.length);
    return { labels: Math.round(taught[i]), share: right[i] / scored.length, low, high };
  });
  const outlook = outlookOf(
    points.map(({ labels: rows, share }) => ({ rows, score: share })),
    scored.length,
    labels,
  );
  return { labels, scored: scored.length, byChance: isByChance, points, outlook };
}
