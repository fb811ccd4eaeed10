/**
 * The least of a smooth convex function, in float64: Newton's method, each direction found by conjugate gradients with products
 * of the Hessian alone (Nocedal & Wright, Numerical Optimization, 2006, algorithm 7.1). Deterministic.
 */
import { dot, norm } from './vectors';

export interface Point {
  value: number;
  gradient: Float64Array;
  /** The Hessian at this point times a direction. */
  curvature(direction: Float64Array): Float64Array;
}

export interface NewtonOptions {
  /** Ends at a gradient of this norm. A function that is 1-strongly convex then is as near to its least. */
  tolerance: number;
  /** Awaited between products: lets others have their turn, and may throw. */
  pause?: () => Promise<void>;
  /** Asked between products: ends the search where it is, at a point that is no worse than the one before. Default: never. */
  enough?: () => boolean;
}

const MAX_STEPS = 200;
const MAX_PRODUCTS = 500;
const MAX_HALVINGS = 40;
/** What rounding may add to a value, relative to it. */
const ROUNDING = 1e-13;

/** @returns where the function is least, as near as asked or as rounding allows */
export async function minimise(
  start: Float64Array,
  at: (x: Float64Array) => Point,
  { tolerance, pause = async () => {}, enough = () => false }: NewtonOptions,
): Promise<Float64Array> {
  let x = start;
  let point = at(x);
  for (let step = 0; step < MAX_STEPS && norm(point.gradient) > tolerance && !enough(); step++) {
    const direction = await newtonDirection(point, pause, enough);
    const slope = dot(point.gradient, direction);
    const before = norm(point.gradient);
    let next: { x: Float64Array; point: Point } | undefined;
    for (let halving = 0, size = 1; halving < MAX_HALVINGS && !next; halving++, size /= 2) {
      await pause();
      const tried = plus(x, direction, size);
      const found = at(tried);
      const falls = found.value <= point.value + 1e-4 * size * slope;
      // Near the least, differences of values are all rounding; the gradient still tells.
      const flattens = norm(found.gradient) < before && found.value <= point.value + ROUNDING * Math.abs(point.value);
      if (falls || flattens) next = { x: tried, point: found };
    }
    if (!next || norm(next.point.gradient) === before) break;
    ({ x, point } = next);
  }
  return x;
}

async function newtonDirection({ gradient, curvature }: Point, pause: () => Promise<void>, enough: () => boolean): Promise<Float64Array> {
  const size = norm(gradient);
  const close = Math.min(0.1, Math.sqrt(size)) * size;
  const direction = new Float64Array(gradient.length);
  const residual = gradient.map((value) => -value);
  const along = residual.slice();
  let squares = dot(residual, residual);
  for (let product = 0; product < MAX_PRODUCTS && Math.sqrt(squares) > close; product++) {
    await pause();
    // Every direction that conjugate gradients have come to leads down.
    if (product > 0 && enough()) break;
    const bent = curvature(along);
    const bend = dot(along, bent);
    if (!(bend > 0)) break;
    const step = squares / bend;
    for (let i = 0; i < direction.length; i++) {
      direction[i] += step * along[i];
      residual[i] -= step * bent[i];
    }
    const now = dot(residual, residual);
    for (let i = 0; i < along.length; i++) along[i] = residual[i] + (now / squares) * along[i];
    squares = now;
  }
  return direction;
}

const plus = (a: Float64Array, b: Float64Array, factor: number) => a.map((value, i) => value + factor * b[i]);
