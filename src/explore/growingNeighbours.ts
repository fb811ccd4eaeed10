/** The nearest of every row among rows that come little by little, in any order: each is compared with those before it. */
import { matmulSimd } from '../kernels/matmul/simd';
import { Nearest, type Neighbours } from './neighbours';
import { rowAt, type Vectors } from './vectors';

/** The rows that come after so many are compared with these alone: time then grows with their number, not its square. */
const MOST_COMPARED = 20_000;
const BLOCK = 4096;

export class GrowingNeighbours {
  private readonly nearest: Nearest;
  private readonly known: Uint8Array;
  /** Rows that others are compared with, in the order in which they came. */
  private readonly compared: number[] = [];
  /** Rows that have come. */
  count = 0;

  /** @param vectors each of length 1 once its row has come @param k how many of each row */
  constructor(
    private readonly vectors: Vectors,
    private readonly k: number,
    private readonly most = MOST_COMPARED,
  ) {
    this.nearest = new Nearest(vectors.count, k);
    this.known = new Uint8Array(vectors.count);
  }

  /** Of these, the ones that others are compared with. */
  get candidates(): number {
    return this.compared.length;
  }

  has(row: number): boolean {
    return this.known[row] === 1;
  }

  /** @param rows that have not come before */
  add(rows: readonly number[]): void {
    const { nearest, compared } = this;
    const earlier = compared.length;
    const joining = rows.slice(0, Math.max(0, this.most - earlier));
    compared.push(...joining);
    for (const row of rows) this.known[row] = 1;
    this.count += rows.length;
    this.compare(this.gathered(rows), rows.length, (r, place, distance) => {
      const [row, other] = [rows[r], compared[place]];
      if (row === other) return;
      nearest.add(row, other, distance);
      // Those that came together meet from both sides.
      if (place < earlier && r < joining.length) nearest.add(other, row, distance);
    });
  }

  /** Of a row that has come: places that are infinitely far hold none. */
  of(row: number): Pick<Neighbours, 'rows' | 'distances'> {
    const { rows, distances } = this.nearest.all();
    const [first, end] = [row * this.k, (row + 1) * this.k];
    return { rows: rows.subarray(first, end), distances: distances.subarray(first, end) };
  }

  /** @param units [count, size] of others @returns theirs among the rows that have come */
  among(units: Float32Array<ArrayBuffer>): Neighbours {
    const count = units.length / this.vectors.size;
    const found = new Nearest(count, this.k);
    this.compare(units, count, (r, place, distance) => void found.add(r, this.compared[place], distance));
    return found.all();
  }

  private compare(units: Float32Array<ArrayBuffer>, rows: number, meet: (r: number, place: number, distance: number) => void): void {
    const inner = this.vectors.size;
    const products = new Float32Array(rows * Math.min(BLOCK, this.compared.length));
    for (let from = 0; from < this.compared.length; from += BLOCK) {
      const others = this.compared.slice(from, from + BLOCK);
      const cols = others.length;
      matmulSimd(units, this.gathered(others), products, { rows, cols, inner, transposeA: false, transposeB: true });
      for (let r = 0, at = 0; r < rows; r++) {
        for (let c = 0; c < cols; c++, at++) meet(r, from + c, Math.max(0, 2 - 2 * products[at]));
      }
    }
  }

  private gathered(rows: readonly number[]): Float32Array<ArrayBuffer> {
    const { size } = this.vectors;
    const values = new Float32Array(rows.length * size);
    for (const [i, row] of rows.entries()) values.set(rowAt(this.vectors, row), i * size);
    return values;
  }
}
