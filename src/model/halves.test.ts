import { expect, it } from 'vitest';
import { Random } from '../random';
import { fromHalves, halfToFloat, toHalves } from './halves';

const finite = Array.from({ length: 0x7c00 }, (_, bits) => halfToFloat(bits));

/** By looking at all of them. */
function nearest(value: number): number {
  let [from, to] = [0, finite.length - 1];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (finite[middle] <= value) from = middle;
    else to = middle;
  }
  const [below, above] = [value - finite[from], finite[to] - value];
  return below < above || (below === above && from % 2 === 0) ? finite[from] : finite[to];
}

it('every half comes back as it was', () => {
  const halves = Uint16Array.from({ length: 0x7c00 * 2 }, (_, i) => (i < 0x7c00 ? i : 0x8000 + i - 0x7c00));
  expect(toHalves(fromHalves(halves))).toEqual(halves);
});

it('the nearest half of any number, the even one of two', () => {
  const random = new Random(3);
  const values = Float32Array.from({ length: 4000 }, (_, i) => random.next() * 2 ** ((i % 44) - 27));
  const ties = Float32Array.from({ length: 400 }, (_, i) => (finite[50 * i] + finite[50 * i + 1]) / 2);
  for (const some of [values, ties]) {
    const halves = fromHalves(toHalves(some));
    for (const [i, value] of some.entries()) expect(halves[i], String(value)).toBe(nearest(value));
  }
});

it('what is too large becomes the largest, and what is no number stays that', () => {
  expect([...fromHalves(toHalves(Float32Array.of(1e6, -1e6, Number.POSITIVE_INFINITY, 65519, -0, Number.NaN)))]).toEqual([
    65504,
    -65504,
    65504,
    65504,
    -0,
    Number.NaN,
  ]);
});

it('signs, subnormals, the largest, infinities', () => {
  expect([0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0xfc00, 0x8000].map(halfToFloat)).toEqual([
    1,
    -2,
    2 ** -24,
    65504,
    Infinity,
    -Infinity,
    -0,
  ]);
  expect(halfToFloat(0x7e00)).toBeNaN();
});
