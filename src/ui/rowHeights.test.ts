import { describe, expect, it } from 'vitest';
import { Random } from '../random';
import { RowHeights } from './rowHeights';

describe('heights of rows', () => {
  it('begin where the heights of all rows above add up to', () => {
    const random = new Random(3);
    const count = 2000;
    const plain = new Array<number>(count).fill(30);
    const heights = new RowHeights(count, 30);
    for (let i = 0; i < 1500; i++) {
      const [place, height] = [Math.floor(random.next() * count), 10 + Math.floor(random.next() * 60)];
      expect(heights.set(place, height)).toBe(height - plain[place]);
      plain[place] = height;
    }
    let start = 0;
    for (const [place, height] of plain.entries()) {
      expect([heights.startOf(place), heights.of(place)]).toEqual([start, height]);
      expect([heights.at(start), heights.at(start + height - 1)]).toEqual([place, place]);
      start += height;
    }
    expect(heights.total).toBe(start);
    expect(heights.at(start + 1000)).toBe(count - 1);
  });

  it('are as they were where a row is of the usual height again', () => {
    const heights = new RowHeights(3, 20);
    heights.set(1, 50);
    expect([heights.total, heights.startOf(2), heights.at(69)]).toEqual([90, 70, 1]);
    expect(heights.set(1, 20)).toBe(-30);
    expect([heights.total, heights.startOf(2), heights.at(40)]).toEqual([60, 40, 2]);
  });

  it('of no rows are nothing', () => {
    const heights = new RowHeights(0, 20);
    expect([heights.total, heights.at(5)]).toEqual([0, 0]);
  });
});
