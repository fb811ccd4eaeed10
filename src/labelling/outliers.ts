/** Rows that are unlike the others: far from every other text, or from the texts of their own class. */
import { Random } from '../random';

/** Rows [rows, width] that are compared by their cosine. */
export interface Vectors {
  data: Float32Array;
  width: number;
}

/** Rows that stand for all. */
const SAMPLE = 512;
/** Of these, the nearest whose mean similarity counts. */
const NEAREST = 5;
/** Rows between two pauses. */
const BETWEEN = 256;

/**
 * 1 − the mean cosine with the five nearest of up to 512 other rows, which are drawn by the seed.
 *
 * @param pause awaited again and again: lets others have their turn, and throws when the job is called off
 */
export async function distancesFromAll(vectors: Vectors, seed: number, pause: () => Promise<void>): Promise<Float64Array> {
  const unit = unitRows(vectors);
  const { width } = vectors;
  const count = unit.length / width;
  const drawn = new Random(seed).shuffled(Array.from({ length: count }, (_, row) => row)).slice(0, SAMPLE);
  const distances = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    if (row % BETWEEN === 0) await pause();
    const nearest: number[] = [];
    for (const other of drawn) {
      if (other === row) continue;
      const cosine = dot(unit, row * width, unit, other * width, width);
      if (nearest.length < NEAREST) nearest.push(cosine);
      else if (cosine > nearest[0]) nearest[0] = cosine;
      else continue;
      nearest.sort((a, b) => a - b);
    }
    distances[row] = nearest.length === 0 ? 0 : 1 - nearest.reduce((sum, one) => sum + one, 0) / nearest.length;
  }
  return distances;
}

/** 1 − the cosine with the mean of the other rows of the same class; NaN for a row without a class, and for the only one of its class. */
export function distancesFromClass(vectors: Vectors, classes: readonly (string | undefined)[]): Float64Array {
  const unit = unitRows(vectors);
  const { width } = vectors;
  const sums = new Map<string, { sum: Float64Array; count: number }>();
  for (const [row, name] of classes.entries()) {
    if (name === undefined) continue;
    const known = sums.get(name) ?? { sum: new Float64Array(width), count: 0 };
    sums.set(name, known);
    known.count++;
    for (let j = 0; j < width; j++) known.sum[j] += unit[row * width + j];
  }
  return Float64Array.from(classes, (name, row) => {
    const of = name === undefined ? undefined : sums.get(name);
    if (!of || of.count < 2) return Number.NaN;
    const others = of.sum.map((value, j) => value - unit[row * width + j]);
    const length = Math.sqrt(dot(others, 0, others, 0, width)) || 1;
    return 1 - dot(others, 0, unit, row * width, width) / length;
  });
}

/** The farthest first: a fiftieth of the rows, at least 20 where there are so many. Rows without a distance are left out. */
export function farthest(distances: Float64Array): number[] {
  const known = Array.from(distances, (_, row) => row).filter((row) => !Number.isNaN(distances[row]));
  const wanted = Math.min(known.length, Math.max(20, Math.ceil(known.length / 50)));
  return known.sort((a, b) => distances[b] - distances[a] || a - b).slice(0, wanted);
}

function unitRows({ data, width }: Vectors): Float64Array {
  const unit = Float64Array.from(data);
  for (let at = 0; at < unit.length; at += width) {
    const length = Math.sqrt(dot(unit, at, unit, at, width)) || 1;
    for (let j = 0; j < width; j++) unit[at + j] /= length;
  }
  return unit;
}

function dot(a: Float64Array, at: number, b: Float64Array, bt: number, width: number): number {
  let sum = 0;
  for (let j = 0; j < width; j++) sum += a[at + j] * b[bt + j];
  return sum;
}
