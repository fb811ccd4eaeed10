/**
 * A one-layer head found with the help of texts that have no label. First it is fitted to vectors as their neighbours see them, of
 * which there are enough with so many texts, and by two layers less what all texts have in common, where these were read (Mu and
 * Viswanath, 2018, All-but-the-Top); but whoever answers later has the last layer of a text alone. So what it says of the texts
 * counts as their label (Lee, 2013, Pseudo-Label), and is learned from the vectors as they are: twice, the second time by what the
 * first says of a text and its neighbours. How sure it is of the texts, or would be with another C, what is learned is as well.
 */
import { normalizeReference } from '../../../kernels/normalize/reference';
import { argmax, softmax } from '../../../nn/rows';
import { fitCentred } from '../../../nn/solvers/centred';
import { type Coefficients, type FittedRows, logitsOf } from '../../../nn/solvers/linearModel';
import type { Regularised } from '../../../nn/solvers/regularised';
import { sureAs } from '../../../nn/solvers/temperature';
import type { HeadProblem } from '../solveHead';
import { areEnough, neighboursOf, withNeighbours } from './neighbourhood';
import { twoLayers } from './twoLayers';

/** What such a text counts beside a labelled one. */
const WEIGHT = 0.1;
/** Of the gradient, relative to what all rows could add to it: products in float32 are about a tenth as exact. */
const TOLERANCE = 1e-5;

/** The texts without a label where there are enough of them. */
export function helping({ unlabelled, outputs }: HeadProblem, width: number): Float32Array<ArrayBuffer> | undefined {
  return areEnough((unlabelled?.length ?? 0) / width, outputs) ? unlabelled : undefined;
}

interface Fitting {
  /** Finds coefficients for rows, with another C where one is given. */
  fit(rows: FittedRows, C?: number): Promise<Regularised>;
  /** What is learned is to be as sure of the texts as with this C. Default: as with the one that teaches. */
  sureC?: number;
  pause(): Promise<void>;
}

export interface HelpingTexts {
  /** [texts, width], without a label. */
  texts: Float32Array<ArrayBuffer>;
  /** [rows + texts, width]: the layer before the last of rows and texts. */
  before?: Float32Array;
}

/**
 * @param rows with labels, or that stand for classes, at length 1
 * @param weighedRows how many of them, the last ones, have their weights multiplied by what is found to suit the others
 * @returns `found`: by rows as their neighbours see them; `coefficients`: for rows as they are
 */
export async function fitAmongTexts(
  rows: FittedRows,
  weighedRows: number,
  { texts, before }: HelpingTexts,
  { fit, sureC, pause }: Fitting,
): Promise<{ found: Regularised; coefficients: Coefficients }> {
  const { width, outputs } = rows;
  const count = rows.count + texts.length / width;
  const x = new Float32Array(count * width);
  x.set(rows.x);
  x.set(texts, rows.x.length);
  const sizes = { rows: count, width };
  normalizeReference(x, x, sizes);
  const read = before ? twoLayers(x, before, width) : x;
  if (before) normalizeReference(read, read, sizes);
  const near = await neighboursOf(read, { count, width }, pause);
  const around = withNeighbours(read, width, near);
  normalizeReference(around, around, sizes);
  if (before) lessMean(around, width);
  const amid = { ...rows, x: Float64Array.from(around.subarray(0, rows.x.length)) };
  const found = await fit(amid);

  const weights = new Float64Array(count).fill(WEIGHT);
  const first = rows.count - weighedRows;
  for (const [row, weight] of rows.weights.entries()) weights[row] = row < first ? weight : weight * found.priorWeight;
  const all = { link: rows.link, width, outputs, count, x, weights };
  const tolerance = TOLERANCE * found.C * weights.reduce((sum, weight) => sum + weight, 0);
  const learned = (answers: Float64Array, start: Coefficients) => {
    const targets = hardest(answers, outputs);
    targets.set(rows.targets);
    return fitCentred({ ...all, targets }, found.C, { tolerance, pause }, start.slice());
  };
  const teaching = logitsOf({ ...all, x: around }, found.coefficients);
  const once = await learned(teaching, found.coefficients);
  const twice = await learned(withNeighbours(likelihoods(logitsOf(all, once), outputs), outputs, near), once);

  const sure = sureC === undefined ? teaching : logitsOf({ ...all, x: around }, (await fit(amid, sureC)).coefficients);
  const [logits, like] = [logitsOf(all, twice), sure].map((of) => of.subarray(rows.count * outputs));
  const factor = sureAs({ logits, like, width: outputs });
  return { found, coefficients: twice.map((value) => value * factor) };
}

/** Takes away from every row what all have in common, and scales it to length 1. @param x [rows, width], changed */
function lessMean(x: Float32Array<ArrayBuffer>, width: number): void {
  const rows = x.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < x.length; i++) mean[i % width] += x[i] / rows;
  for (let i = 0; i < x.length; i++) x[i] -= mean[i % width];
  normalizeReference(x, x, { rows, width });
}

/** [rows, outputs]: 1 for the answer of a row, 0 for the others. A logit that stands alone is one for or against. */
function hardest(answers: Float64Array, outputs: number): Float64Array<ArrayBuffer> {
  const targets = new Float64Array(answers.length);
  for (let first = 0; first < answers.length; first += outputs) {
    const row = answers.subarray(first, first + outputs);
    if (outputs === 1) targets[first] = row[0] > 0 ? 1 : 0;
    else targets[first + argmax(row)] = 1;
  }
  return targets;
}

/** [rows, outputs]: probabilities; of a logit that stands alone, that of being for less that of being against. */
function likelihoods(logits: Float64Array, outputs: number): Float64Array<ArrayBuffer> {
  if (outputs === 1) return logits.map((logit) => Math.tanh(logit / 2)) as Float64Array<ArrayBuffer>;
  const result = new Float64Array(logits.length);
  for (let first = 0; first < logits.length; first += outputs) {
    result.set(softmax(logits.subarray(first, first + outputs)), first);
  }
  return result;
}
