/** How far a run is, against a clock of the test's own. */
import { afterEach, expect, it, vi } from 'vitest';
import { Pace, type PaceReport } from './pace';

const REPORT = { losses: {}, total: 1, gradNorm: 1 };

let now = 0;
vi.spyOn(performance, 'now').mockImplementation(() => now);
afterEach(() => {
  now = 0;
});

/** Ten steps of 50 tokens, half a second each. @param first counted over the run */
function tenSteps(pace: Pace, epoch: number, first: number): void {
  pace.startEpoch(epoch, first);
  for (let i = 0; i < 10; i++) {
    now += 500;
    pace.stepped(50, 1);
  }
  pace.report(Array.from({ length: 10 }, () => REPORT));
}

it('a run that goes on counts all its steps, and foresees the rest by those of this part', () => {
  const heard: PaceReport[] = [];
  const pace = new Pace({ steps: 4400, epochs: 400 }, (_, report) => heard.push(report));
  tenSteps(pace, 44, 473);
  // 3,917 steps are left, half a second each.
  expect(heard).toEqual([{ epoch: 44, epochs: 400, step: 483, steps: 4400, tokensPerSecond: 100, secondsLeft: 1958.5 }]);
});

it('a pause does not make it slower', () => {
  const heard: PaceReport[] = [];
  const pace = new Pace({ steps: 20, epochs: 2 }, (_, report) => heard.push(report));
  tenSteps(pace, 1, 0);
  now += 60_000;
  pace.held(60_000);
  tenSteps(pace, 2, 10);
  expect(heard.map(({ tokensPerSecond, secondsLeft }) => [tokensPerSecond, secondsLeft])).toEqual([
    [100, 5],
    [100, 0],
  ]);
});
