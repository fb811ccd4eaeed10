/**
 * A linear layer on unit vectors, its regularisation chosen by cross-validation where there are rows for it. Prior rows, which say
 * what to expect before any label, are learned from in every fold and never scored; how much they weigh is chosen likewise.
 */
import { type Coefficients, type FittedRows, fitLinear, logitsOf, lossOf } from './linearModel';
import { rowSpace } from './rowSpace';

export interface RegularisedOptions {
  /** Default: chosen. */
  C?: number;
  /** Part of each row in the cross-validation, from 0; −1 for a row that takes no part. Empty for none. */
  folds: number[];
  /** How many of the rows, the last ones, are prior rows. Default: 0. */
  priorRows?: number;
  /** How many of these, the last ones, have their weights multiplied by what suits the other rows best. Default: all. */
  weighedRows?: number;
  pause?: () => Promise<void>;
}

export interface Regularised {
  coefficients: Coefficients;
  C: number;
  /** What the weights of such prior rows were multiplied by; 1 where it was not chosen. */
  priorWeight: number;
  /** Folds by which C was chosen; 0 where it was not. */
  folds: number;
  /** [count, outputs], each row that took part by coefficients that have not seen it; where C was chosen. */
  unseen?: Float64Array;
}

/** scikit-learn's default, for too few rows to choose by. */
const DEFAULT_C = 1;
const CHOICES = [0.1, 1, 10, 100];
const PRIOR_CHOICES = [0, 2, 4];
/** Coefficients are then as exact as float32, in which heads keep them. */
const TOLERANCE = 1e-7;
/** Enough to compare losses by: of their own gradient, without C. */
const ROUGH = 1e-2;

export async function fitRegularised(given: FittedRows, options: RegularisedOptions): Promise<Regularised> {
  const { C: fixed, folds, priorRows = 0, weighedRows = priorRows, pause } = options;
  const space = given.count < given.width ? await rowSpace(given.x, given.count, given.width, pause) : undefined;
  const rows = space ? { ...given, x: space.coordinates, width: space.rank } : given;
  const parts = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
  const chosen = parts > 1 && (fixed === undefined || weighedRows > 0) ? await choose(rows, options, parts) : undefined;
  const { C, priorWeight } = chosen ?? { C: fixed ?? DEFAULT_C, priorWeight: 1 };
  const found = await fitLinear(weighted(rows, weighedRows, priorWeight), C, { tolerance: TOLERANCE, pause }, chosen?.coefficients);
  const coefficients = space ? expanded(found, space.basis, rows.width, given) : found;
  return { coefficients, C, priorWeight, folds: chosen ? parts : 0, ...(chosen ? { unseen: chosen.unseen } : {}) };
}

interface Trial {
  C: number;
  priorWeight: number;
  /** Of rows that the coefficients have not seen. */
  loss: number;
  unseen: Float64Array;
  /** Of the last part. */
  coefficients?: Coefficients;
}

/** Whose coefficients predict rows best that they have not seen: first the C, the smallest of equals, then the weight of prior rows. */
async function choose(rows: FittedRows, options: RegularisedOptions, parts: number): Promise<Trial> {
  const { C: fixed, priorRows = 0, weighedRows = priorRows } = options;
  const strengths = fixed === undefined ? CHOICES : [fixed];
  const first = best(
    await tried(
      rows,
      strengths.map((C) => ({ C, priorWeight: 1 })),
      options,
      parts,
    ),
  );
  if (weighedRows === 0) return first;
  const others = PRIOR_CHOICES.map((priorWeight) => ({ C: first.C, priorWeight }));
  return best([first, ...(await tried(rows, others, options, parts))]);
}

const best = (trials: Trial[]): Trial => trials.reduce((found, trial) => (trial.loss < found.loss ? trial : found));

async function tried(
  rows: FittedRows,
  settings: Pick<Trial, 'C' | 'priorWeight'>[],
  { folds, priorRows = 0, weighedRows = priorRows, pause }: RegularisedOptions,
  parts: number,
): Promise<Trial[]> {
  const trials = settings.map((setting): Trial => ({ ...setting, loss: 0, unseen: new Float64Array(rows.count * rows.outputs) }));
  for (let part = 0; part < parts; part++) {
    const isPrior = (row: number) => row >= rows.count - priorRows;
    const seen = subset(rows, (row) => isPrior(row) || (folds[row] >= 0 && folds[row] !== part)).rows;
    const unseen = subset(rows, (row) => folds[row] === part);
    let start: Coefficients | undefined;
    for (const trial of trials) {
      start = await fitLinear(
        weighted(seen, weighedRows, trial.priorWeight),
        trial.C,
        { tolerance: ROUGH * Math.max(1, trial.C), pause },
        start,
      );
      trial.coefficients = start;
      trial.loss += lossOf(unseen.rows, start);
      const logits = logitsOf(unseen.rows, start);
      for (const [i, row] of unseen.indices.entries()) {
        trial.unseen.set(logits.subarray(i * rows.outputs, (i + 1) * rows.outputs), row * rows.outputs);
      }
    }
  }
  return trials;
}

/** The same rows, the last of them with other weights. */
function weighted(rows: FittedRows, weighedRows: number, factor: number): FittedRows {
  const first = rows.count - weighedRows;
  return factor === 1 ? rows : { ...rows, weights: rows.weights.map((weight, row) => (row < first ? weight : factor * weight)) };
}

function subset(rows: FittedRows, takes: (row: number) => boolean): { rows: FittedRows; indices: number[] } {
  const indices = Array.from({ length: rows.count }, (_, i) => i).filter(takes);
  const part = (values: Float64Array, width: number) => {
    const kept = new Float64Array(indices.length * width);
    for (const [i, row] of indices.entries()) kept.set(values.subarray(row * width, (row + 1) * width), i * width);
    return kept;
  };
  const { x, targets, weights, width, outputs } = rows;
  return {
    rows: { ...rows, count: indices.length, x: part(x, width), targets: part(targets, outputs), weights: part(weights, 1) },
    indices,
  };
}

/** Coefficients on coordinates as coefficients on what these stand for. */
function expanded(found: Coefficients, basis: Float64Array, rank: number, { width, outputs }: FittedRows): Coefficients {
  const result = new Float64Array(outputs * (width + 1));
  for (let c = 0; c < outputs; c++) {
    const [from, to] = [c * (rank + 1), c * (width + 1)];
    for (let d = 0; d < rank; d++) {
      for (let j = 0; j < width; j++) result[to + j] += found[from + d] * basis[d * width + j];
    }
    result[to + width] = found[from + rank];
  }
  return result;
}
