/** Finds the values of a one-layer head on features that stay as they are. */
import { stratifiedFolds } from '../../data/folds';
import { normalizeReference } from '../../kernels/normalize/reference';
import type { Coefficients, Link } from '../../nn/solvers/linearModel';
import { fitRegularised } from '../../nn/solvers/regularised';
import type { SolveJob, SolvingRows } from '../kind';
import type { SentenceHeadConfig } from './sentenceHead';

export interface HeadProblem {
  link: Link;
  /** [rows, outputs] */
  targets: number[];
  outputs: number;
  /** What each row's loss is multiplied by. Default: 1. */
  weights?: number[];
  /** Classes of the rows, of which each part of a cross-validation is to have its share. */
  classes: (string | undefined)[];
}

export interface HeadSolution {
  parameters: Map<string, Float32Array<ArrayBuffer>>;
  solvedC: number;
  /** Logits of rows by coefficients that have not seen them, where C was chosen. */
  unseen: { row: number; outputs: Float32Array }[];
  /** How C came about. */
  note: string;
}

const FOLDS = 5;
const FEWEST_FOLDS = 3;
/** Products in one look at all rows by which C is chosen; of more rows, the seed draws some. */
const CHOOSING_PRODUCTS = 1e7;

export async function solveHead(
  { features, width }: Pick<SolvingRows<unknown>, 'features' | 'width'>,
  problem: HeadProblem,
  { C = 0 }: SentenceHeadConfig,
  { pause, seed, seen }: SolveJob,
): Promise<HeadSolution> {
  const { classes, weights } = problem;
  const count = classes.length;
  const { link, targets, outputs } = asSolved(problem);
  const x = Float64Array.from(features);
  normalizeReference(x, x, { rows: count, width });
  const folds = C > 0 || seen ? [] : foldsOf(classes, outputs, width, seed);
  const rows = { link, count, width, outputs, x, targets: Float64Array.from(targets) };
  const found = await fitRegularised(
    { ...rows, weights: Float64Array.from(weights ?? classes.map(() => 1)) },
    { folds, pause, ...(C > 0 ? { C } : {}) },
  );
  const chosen =
    found.folds > 0
      ? `chosen by ${found.folds}-fold cross-validation${folds.includes(-1) ? ` on ${folds.filter((fold) => fold >= 0).length} of the rows` : ''}`
      : seen
        ? 'as the encoder has learned from these rows'
        : 'as there are too few rows to choose it by';
  return {
    parameters: parametersOf(found.coefficients, width, problem),
    solvedC: found.C,
    unseen: found.unseen
      ? folds.flatMap((fold, row) =>
          fold < 0 ? [] : [{ row, outputs: asGiven(found.unseen?.slice(row * outputs, (row + 1) * outputs), problem) }],
        )
      : [],
    note: `C = ${found.C}${C > 0 ? '' : `, ${chosen}`}`,
  };
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
function foldsOf(classes: (string | undefined)[], outputs: number, width: number, seed: number): number[] {
  const count = classes.length;
  const folds = Math.min(FOLDS, Math.floor(count / Math.max(2, outputs)));
  if (folds < FEWEST_FOLDS) return [];
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
