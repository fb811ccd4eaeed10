/** A linear layer on unit vectors, its regularisation chosen by cross-validation where there are rows for it. */
import { type Coefficients, type FittedRows, fitLinear, logitsOf, lossOf } from './linearModel';
import { rowSpace } from './rowSpace';

export interface RegularisedOptions {
  /** Default: chosen. */
  C?: number;
  /** Part of each row in the cross-validation, from 0; −1 for a row that takes no part. Empty for none. */
  folds: number[];
  pause?: () => Promise<void>;
}

export interface Regularised {
  coefficients: Coefficients;
  C: number;
  /** Folds by which C was chosen; 0 where it was not. */
  folds: number;
  /** [count, outputs], each row that took part by coefficients that have not seen it; where C was chosen. */
  unseen?: Float64Array;
}

/** scikit-learn's default, for too few rows to choose by. */
const DEFAULT_C = 1;
const CHOICES = [0.1, 1, 10, 100];
/** Coefficients are then as exact as float64 sums allow, well within float32. */
const TOLERANCE = 1e-9;
/** Enough to compare losses by. */
const ROUGH = 1e-2;

export async function fitRegularised(given: FittedRows, { C: fixed, folds, pause }: RegularisedOptions): Promise<Regularised> {
  const space = given.count < given.width ? await rowSpace(given.x, given.count, given.width, pause) : undefined;
  const rows = space ? { ...given, x: space.coordinates, width: space.rank } : given;
  const parts = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
  const chosen = fixed === undefined && parts > 1 ? await chooseC(rows, folds, parts, pause) : undefined;
  const C = fixed ?? chosen?.C ?? DEFAULT_C;
  const found = await fitLinear(rows, C, { tolerance: TOLERANCE, pause });
  const coefficients = space ? expanded(found, space.basis, rows.width, given) : found;
  return { coefficients, C, folds: chosen ? parts : 0, ...(chosen ? { unseen: chosen.unseen } : {}) };
}

/** The C whose coefficients predict rows best that they have not seen; of equals, the smallest. */
async function chooseC(rows: FittedRows, folds: number[], parts: number, pause?: () => Promise<void>) {
  const trials = CHOICES.map((C) => ({ C, loss: 0, unseen: new Float64Array(rows.count * rows.outputs) }));
  for (let part = 0; part < parts; part++) {
    const learned = (row: number) => folds[row] >= 0 && folds[row] !== part;
    const held = (row: number) => folds[row] === part;
    const [seen, unseen] = [subset(rows, learned), subset(rows, held)];
    let start: Coefficients | undefined;
    for (const trial of trials) {
      start = await fitLinear(seen.rows, trial.C, { tolerance: ROUGH, pause }, start);
      trial.loss += lossOf(unseen.rows, start);
      const logits = logitsOf(unseen.rows, start);
      for (const [i, row] of unseen.indices.entries()) {
        trial.unseen.set(logits.subarray(i * rows.outputs, (i + 1) * rows.outputs), row * rows.outputs);
      }
    }
  }
  return trials.reduce((best, trial) => (trial.loss < best.loss ? trial : best));
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
