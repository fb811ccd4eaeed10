import { describe, expect, it } from 'vitest';
import { Random } from '../../random';
import { drawPoints } from './drawPoints';
import { PointGrid } from './pointGrid';
import { markOf, maskOf, SHAPES } from './shapes';
import { fitted, zoomed } from './view';

const points = new Random(2).uniform(2 * 3000, 5);
const all = () => true;

describe('a grid of points', () => {
  const grid = new PointGrid(points);

  it('finds the nearest that counts', () => {
    const random = new Random(3);
    for (let i = 0; i < 50; i++) {
      const [x, y] = random.uniform(2, 5.5);
      const counts = (row: number) => row % 3 !== 0;
      const distances = Array.from({ length: 3000 }, (_, row) => ({ row, d: Math.hypot(points[2 * row] - x, points[2 * row + 1] - y) }));
      const [best] = distances.filter(({ row, d }) => counts(row) && d <= 0.2).sort((a, b) => a.d - b.d);
      expect(grid.nearest(x, y, 0.2, counts)).toBe(best?.row);
    }
  });

  it('finds those in a polygon', () => {
    // A triangle, whose sides are three half planes.
    const [ax, ay, bx, by, cx, cy] = [-3, -4, 4, 0, -1, 3];
    const side = (px: number, py: number, qx: number, qy: number, x: number, y: number) => (qx - px) * (y - py) - (qy - py) * (x - px) > 0;
    const expected = Array.from({ length: 3000 }, (_, row) => row).filter((row) => {
      const [x, y] = [points[2 * row], points[2 * row + 1]];
      return side(ax, ay, bx, by, x, y) && side(bx, by, cx, cy, x, y) && side(cx, cy, ax, ay, x, y);
    });
    expect(expected.length).toBeGreaterThan(100);
    expect(grid.inside([ax, ay, bx, by, cx, cy], all)).toEqual(expected);
  });
});

describe('a view', () => {
  const size = { width: 300, height: 200 };
  it('shows all points', () => {
    const { scale, left, top } = fitted(points, size);
    for (let at = 0; at < points.length; at += 2) {
      const [x, y] = [points[at] * scale + left, points[at + 1] * scale + top];
      expect(x > 0 && x < size.width && y > 0 && y < size.height).toBe(true);
    }
  });

  it('zooms about a place', () => {
    const whole = fitted(points, size);
    const near = zoomed(whole, 3, 120, 50, whole);
    expect(near.scale).toBeCloseTo(3 * whole.scale);
    expect((120 - near.left) / near.scale).toBeCloseTo((120 - whole.left) / whole.scale);
    expect(zoomed(whole, 1e9, 0, 0, whole).scale).toBe(500 * whole.scale);
  });
});

describe('points', () => {
  it('of neighbours in a list differ in colour and shape, and thirty-five are all different', () => {
    const marks = Array.from({ length: 35 }, (_, i) => markOf(i));
    expect(new Set(marks.map(({ colour, shape }) => colour + shape)).size).toBe(35);
    for (let i = 1; i < 35; i++) {
      expect(marks[i].colour).not.toBe(marks[i - 1].colour);
      expect(marks[i].shape).not.toBe(marks[i - 1].shape);
    }
  });

  it.each(SHAPES)('a %s covers about as much as the others', (shape) => {
    const { cover } = maskOf(shape, 10);
    const area = cover.reduce((sum, share) => sum + share, 0);
    expect(area / 314).toBeGreaterThan(0.6);
    expect(area / 314).toBeLessThan(1.15);
  });

  it('are drawn where they are, hidden ones not, and others faintly beside those that were chosen', () => {
    const image = { width: 40, height: 20, data: new Uint8ClampedArray(40 * 20 * 4) } as unknown as ImageData;
    const alphaAt = (x: number, y: number) => image.data[4 * (y * 40 + x) + 3];
    const drawing = {
      points: Float32Array.of(5, 10, 20, 10, 35, 10),
      styles: [{ rgb: [10, 20, 30], shape: 'circle' }] as const,
      view: { scale: 1, left: 0, top: 0 },
      radius: 2,
    };
    expect([...drawPoints(image, { ...drawing, styleOf: [0, -1, 0] })]).toEqual([]);
    expect([5, 20, 35].map((x) => alphaAt(x, 10) > 200)).toEqual([true, false, true]);
    expect([...image.data.slice(4 * (10 * 40 + 5), 4 * (10 * 40 + 5) + 3)]).toEqual([10, 20, 30]);
    image.data.fill(0);
    for (const _ of drawPoints(image, { ...drawing, styleOf: [0, 0, 0], chosen: Uint8Array.of(0, 1, 0) }));
    expect(alphaAt(20, 10)).toBeGreaterThan(200);
    expect(alphaAt(5, 10)).toBeLessThan(60);
    expect(alphaAt(5, 10)).toBeGreaterThan(10);
  });
});
