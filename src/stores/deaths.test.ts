import { expect, it } from 'vitest';
import { Deaths } from './deaths';

const MINUTE_MS = 60_000;

function start() {
  let now = 0;
  const deaths = new Deaths(() => now);
  /** A worker that is started and dies. */
  const life = (minutes: number, progressed = false) => {
    deaths.born();
    now += minutes * MINUTE_MS;
    return deaths.died(progressed);
  };
  return life;
}

it('workers that die one after the other are counted', () => {
  const life = start();
  expect([life(1), life(0.1), life(9)]).toEqual([1, 2, 3]);
});

it('the count begins anew with a worker that lived long, or on which a run came further', () => {
  const life = start();
  expect([life(1), life(10), life(1), life(1, true), life(1)]).toEqual([1, 1, 2, 1, 2]);
});
