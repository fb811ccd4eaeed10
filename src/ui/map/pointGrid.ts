/** Points in the cells of a grid, to find the one under the pointer and those in a lasso among a hundred thousand. */
const CELLS = 128;

export class PointGrid {
  private readonly starts = new Int32Array(CELLS * CELLS + 1);
  private readonly rows: Int32Array;
  private readonly left: number;
  private readonly top: number;
  private readonly width: number;
  private readonly height: number;

  /** @param points x and y of each: [count, 2] */
  constructor(private readonly points: Float32Array) {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let at = 0; at < points.length; at += 2) {
      left = Math.min(left, points[at]);
      right = Math.max(right, points[at]);
      top = Math.min(top, points[at + 1]);
      bottom = Math.max(bottom, points[at + 1]);
    }
    this.left = left;
    this.top = top;
    this.width = Math.max(1e-6, right - left) / CELLS;
    this.height = Math.max(1e-6, bottom - top) / CELLS;
    const count = points.length / 2;
    const cells = Int32Array.from({ length: count }, (_, row) => this.row(points[2 * row + 1]) * CELLS + this.column(points[2 * row]));
    for (const cell of cells) this.starts[cell + 1]++;
    for (let cell = 0; cell < CELLS * CELLS; cell++) this.starts[cell + 1] += this.starts[cell];
    const next = this.starts.slice();
    this.rows = new Int32Array(count);
    for (let row = 0; row < count; row++) this.rows[next[cells[row]]++] = row;
  }

  /** @returns the nearest point within a radius that `counts`; undefined without one */
  nearest(x: number, y: number, radius: number, counts: (row: number) => boolean): number | undefined {
    let [best, least] = [-1, radius * radius];
    for (const row of this.between(x - radius, y - radius, x + radius, y + radius)) {
      const distance = (this.points[2 * row] - x) ** 2 + (this.points[2 * row + 1] - y) ** 2;
      if (distance <= least && counts(row)) [best, least] = [row, distance];
    }
    return best < 0 ? undefined : best;
  }

  /** Points inside of a polygon, by the even-odd rule, in ascending order. @param polygon x and y of its corners, in turn */
  inside(polygon: ArrayLike<number>, counts: (row: number) => boolean): number[] {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let at = 0; at < polygon.length; at += 2) {
      left = Math.min(left, polygon[at]);
      right = Math.max(right, polygon[at]);
      top = Math.min(top, polygon[at + 1]);
      bottom = Math.max(bottom, polygon[at + 1]);
    }
    const found: number[] = [];
    for (const row of this.between(left, top, right, bottom)) {
      if (counts(row) && isInside(this.points[2 * row], this.points[2 * row + 1], polygon)) found.push(row);
    }
    return Array.from(Uint32Array.from(found).sort());
  }

  /** Points in all cells that a rectangle touches. */
  private *between(left: number, top: number, right: number, bottom: number): Generator<number> {
    for (let r = this.row(top); r <= this.row(bottom); r++) {
      const end = this.starts[r * CELLS + this.column(right) + 1];
      for (let at = this.starts[r * CELLS + this.column(left)]; at < end; at++) yield this.rows[at];
    }
  }

  private column(x: number): number {
    return cellOf((x - this.left) / this.width);
  }

  private row(y: number): number {
    return cellOf((y - this.top) / this.height);
  }
}

const cellOf = (place: number) => Math.max(0, Math.min(CELLS - 1, Math.floor(place)));

function isInside(x: number, y: number, polygon: ArrayLike<number>): boolean {
  let inside = false;
  for (let a = 0, b = polygon.length - 2; a < polygon.length; b = a, a += 2) {
    const [ax, ay, bx, by] = [polygon[a], polygon[a + 1], polygon[b], polygon[b + 1]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
