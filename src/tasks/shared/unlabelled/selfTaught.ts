/**
 * A linear layer taught by another that sees more: what the other answers to texts without a label counts as their label (Lee, 2013,
 * Pseudo-Label), and how sure it is of them, as what is learned may be (Hinton et al., 2015, Distilling the Knowledge in a Network).
 */
import { fitCentred, type SingleRows } from '../../../nn/solvers/centred';
import { type Coefficients, type Link, logitsOf } from '../../../nn/solvers/linearModel';
import { sureAs } from '../../../nn/solvers/temperature';

export interface Lesson {
  link: Link;
  width: number;
  outputs: number;
  /** Rows whose targets are known. */
  known: { x: Float32Array<ArrayBuffer>; targets: Float64Array; weights: Float64Array };
  /** [rows, width]: those that are taught. */
  taught: Float32Array<ArrayBuffer>;
  /** [rows, outputs]: what the teacher puts out for them. */
  logits: Float64Array;
  C: number;
}

/** What a text that is taught counts beside a labelled one. */
const WEIGHT = 0.1;
/** Of the gradient, relative to what all rows could add to it: products in float32 are about a tenth as exact. */
const TOLERANCE = 1e-5;

/** @param start where the search begins @returns coefficients that are as sure of the taught rows as the teacher is */
export async function selfTaught(
  { link, width, outputs, known, taught, logits, C }: Lesson,
  start: Coefficients,
  pause: () => Promise<void>,
): Promise<Coefficients> {
  const rows = taught.length / width;
  const answers = hardest(logits, outputs);
  const all: SingleRows = {
    link,
    width,
    outputs,
    count: known.weights.length + rows,
    x: joined(Float32Array, known.x, taught),
    targets: joined(Float64Array, known.targets, answers),
    weights: joined(Float64Array, known.weights, new Float64Array(rows).fill(WEIGHT)),
  };
  const tolerance = TOLERANCE * C * all.weights.reduce((sum, weight) => sum + weight, 0);
  const found = await fitCentred(all, C, { tolerance, pause }, start.slice());
  const said = logitsOf({ ...all, count: rows, x: taught }, found);
  const factor = sureAs({ logits: said, like: logits, width: outputs });
  return found.map((value) => value * factor);
}

/** [rows, outputs]: 1 for the answer of a row, 0 for the others. */
function hardest(logits: Float64Array, outputs: number): Float64Array {
  if (outputs === 1) return logits.map((logit) => (logit > 0 ? 1 : 0));
  const targets = new Float64Array(logits.length);
  for (let first = 0; first < logits.length; first += outputs) {
    const row = logits.subarray(first, first + outputs);
    targets[first + row.indexOf(Math.max(...row))] = 1;
  }
  return targets;
}

function joined<Values extends Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  Kind: new (length: number) => Values,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): Values {
  const result = new Kind(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}
