/** Finds the values of a one-layer head on features that stay as they are. */
import { stratifiedFolds } from '../../data/folds';
import { normalizeReference } from '../../kernels/normalize/reference';
import { joined } from '../../nn/rows';
import type { Coefficients, FittedRows, Link } from '../../nn/solvers/linearModel';
import { fitRegularised, type Regularised } from '../../nn/solvers/regularised';
import type { SolveJob, SolvingRows } from '../kind';
import type { SentenceHeadConfig } from './sentenceHead';
import { fitAmongTexts, helping } from './unlabelled/fitAmongTexts';

export interface HeadProblem {
  link: Link;
  /** [rows, outputs] */
  targets: number[];
  outputs: number;
  /** What each row's loss is multiplied by. Default: 1. */
  weights?: number[];
  /** Classes of the rows, of which each part of a cross-validation is to have its share. */
  classes: (string | undefined)[];
  /** Texts that stand for classes. Default: none. */
  prior?: Prior;
  /** [texts, width]: of texts without a label, to learn from as well. Default: none. */
  unlabelled?: Float32Array<ArrayBuffer>;
}

/** Rows that say what to expect before any label. */
export interface Prior {
  /** [rows, width] */
  features: ArrayLike<number>;
  /** The same of the layer before the last, where that of other rows was read. */
  before?: ArrayLike<number>;
  /** [rows, outputs] */
  targets: number[];
  /** Of each row, beside labelled rows of weight 1. */
  weights: number[];
  /** How many, the first ones, keep this weight; that of the others is multiplied by what suits the labelled rows best. */
  fixed: number;
}

export interface HeadSolution {
  parameters: Map<string, Float32Array<ArrayBuffer>>;
  solvedC: number;
  /** What the weights of prior rows were multiplied by. */
  priorWeight: number;
  /** Logits of rows by coefficients that have not seen them, where C was chosen. */
  unseen: { row: number; outputs: Float32Array }[];
  /** How C came about. */
  note: string;
  /** Texts without a label that helped. */
  texts: number;
}

const FOLDS = 5;
const FEWEST_FOLDS = 3;
/** Labelled rows from which on prior rows are weighed against them. */
const FEWEST_WEIGHED = 10;
/** Of classes that are known by texts, where there are too few rows to choose it by: single rows are told apart at more than 1. */
const PRIOR_C = 10;
/**
 * After contrastive fine-tuning, which leaves no rows to tell how often the head is right: in most measurements one with this C was
 * about as sure as it was right, and one with 1 less sure (docs/measurements.md).
 */
const SURE_C = 10;
/** Products in one look at all rows by which C is chosen; of more rows, the seed draws some. */
const CHOOSING_PRODUCTS = 1e7;

export async function solveHead(
  { features, width, before }: Pick<SolvingRows<unknown>, 'features' | 'width' | 'before'>,
  problem: HeadProblem,
  { C: given = 0 }: SentenceHeadConfig,
  { pause, seed, seen }: Pick<SolveJob, 'pause' | 'seed' | 'seen'>,
): Promise<HeadSolution> {
  const { classes, prior = NO_PRIOR } = problem;
  const priorRows = prior.weights.length;
  const count = classes.length + priorRows;
  const { link, targets, outputs } = asSolved({ ...problem, targets: [...problem.targets, ...prior.targets] });
  const x = new Float64Array(count * width);
  x.set(features);
  x.set(prior.features, features.length);
  normalizeReference(x, x, { rows: count, width });
  const folds = (given > 0 && priorRows === 0) || seen ? [] : foldsOf(problem, width, seed);
  const weights = Float64Array.from([...(problem.weights ?? classes.map(() => 1)), ...prior.weights]);
  const C = given > 0 ? given : folds.length === 0 && priorRows > 0 ? PRIOR_C : undefined;
  const rows = { link, count, width, outputs, x, targets: Float64Array.from(targets), weights };
  const weighedRows = priorRows - prior.fixed;
  const fit = (of: FittedRows, at = C) =>
    fitRegularised(of, { folds, priorRows, weighedRows, pause, ...(at === undefined ? {} : { C: at }) });
  const sureC = seen && C === undefined && problem.link === 'softmax' ? SURE_C : undefined;
  const texts = helping(problem, width);
  const { found, coefficients } = texts
    ? await fitAmongTexts(
        rows,
        weighedRows,
        { texts, before: before && joined([before.features, prior.before ?? [], before.unlabelled]) },
        { fit, sureC, pause },
      )
    : alone(await fit(rows, sureC));
  return {
    parameters: parametersOf(coefficients, width, problem),
    solvedC: found.C,
    priorWeight: found.priorWeight,
    unseen: found.unseen
      ? folds.flatMap((fold, row) =>
          fold < 0 ? [] : [{ row, outputs: asGiven(found.unseen?.slice(row * outputs, (row + 1) * outputs), problem) }],
        )
      : [],
    note: `C = ${found.C}${given > 0 ? '' : `, ${howChosen(found.folds, folds, seen)}`}${texts && sureC ? `, and as sure as with C = ${sureC}` : ''}`,
    texts: (texts?.length ?? 0) / width,
  };
}

const alone = (found: Regularised) => ({ found, coefficients: found.coefficients });

const NO_PRIOR: Prior = { features: [], targets: [], weights: [], fixed: 0 };

function howChosen(parts: number, folds: number[], seen: boolean): string {
  if (parts > 0) {
    const drawn = folds.includes(-1) ? ` on ${folds.filter((fold) => fold >= 0).length} of the rows` : '';
    return `chosen by ${parts}-fold cross-validation${drawn}`;
  }
  return seen ? 'as the encoder has learned from these rows' : 'as there are too few rows to choose it by';
}

/** Of two classes one output is enough, as scikit-learn has it: with two, weights would be held down half as much. */
const isBinary = ({ link, outputs }: HeadProblem) => link === 'softmax' && outputs === 2;

const asSolved = (problem: HeadProblem): Pick<HeadProblem, 'link' | 'targets' | 'outputs'> =>
  isBinary(problem) ? { link: 'sigmoid', outputs: 1, targets: problem.targets.filter((_, i) => i % 2 === 1) } : problem;

/** One logit as two, half of it for the second class and half against the first. */
const asGiven = (values: ArrayLike<number> = [], problem: HeadProblem): Float32Array<ArrayBuffer> =>
  isBinary(problem)
    ? Float32Array.from([...Array.from(values, (value) => -value / 2), ...Array.from(values, (value) => value / 2)])
    : Float32Array.from(values);

function parametersOf(found: Coefficients, width: number, problem: HeadProblem): HeadSolution['parameters'] {
  const solved = found.length / (width + 1);
  const weight = Array.from({ length: solved }, (_, c) => [...found.subarray(c * (width + 1), c * (width + 1) + width)]).flat();
  const bias = Array.from({ length: solved }, (_, c) => found[c * (width + 1) + width]);
  return new Map([
    ['classifier.weight', asGiven(weight, problem)],
    ['classifier.bias', asGiven(bias, problem)],
  ]);
}

/** The part of every row in the cross-validation that chooses C; −1 for rows that have none, and no rows at all where they are too few. */
function foldsOf({ classes, outputs, prior }: HeadProblem, width: number, seed: number): number[] {
  const count = classes.length;
  // A fold for each row of a class: classes are then as frequent in the others. A class that is known by a text may be down to it.
  const folds = Math.min(FOLDS, Math.floor(count / Math.max(2, outputs)));
  if (folds < (prior ? 2 : FEWEST_FOLDS) || (prior && count < FEWEST_WEIGHED)) return [];
  const most = Math.max(FOLDS * outputs, Math.floor(CHOOSING_PRODUCTS / (outputs * Math.min(width, count))));
  const samples = stratifiedFolds(classes, Math.ceil(count / most), seed);
  const drawn = classes.flatMap((_, row) => (samples[row] === 0 ? [row] : []));
  const parts = stratifiedFolds(
    drawn.map((row) => classes[row]),
    folds,
    seed,
  );
  const found = new Array<number>(count).fill(-1);
  for (const [i, row] of drawn.entries()) found[row] = parts[i];
  return found;
}
