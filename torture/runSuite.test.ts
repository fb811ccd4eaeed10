import { expect, it } from 'vitest';
import { type Result, runSuite } from './runSuite';
import type { Suite } from './suite';

const COUNT = 20;

/** @param broken numbers of the cases that do not hold @param tried is given those that were tried */
const suiteOf = (broken: number[], tried: number[]): Suite => ({
  name: 'numbers',
  title: 'Numbers',
  what: '',
  sample: 0,
  prepare: async () => ({
    count: COUNT,
    async attempt(number) {
      tried.push(number);
      if (broken.includes(number)) throw new Error(`${number} is broken`);
      return 'held';
    },
  }),
});

it('pieces try every case once, and findings again until they are mended', async () => {
  const all: number[] = [];
  await runSuite(suiteOf([], all), { seed: 3 });
  expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, i) => i));
  const broken = [all[1], all[9]];

  const first: number[] = [];
  const before = await runSuite(suiteOf(broken, first), { seed: 3, cases: 6 });
  expect(first).toEqual(all.slice(0, 6));
  expect(before).toMatchObject({ tried: 6, count: COUNT, ended: new Map([['held', 5]]), findings: [{ number: all[1] }] });

  const second: number[] = [];
  const after = await runSuite(suiteOf([all[9]], second), { seed: 3, cases: 12, before });
  expect(second).toEqual([all[1], ...all.slice(6, 12)]);
  expect(after).toMatchObject({ tried: 12, ended: new Map([['held', 11]]), findings: [{ number: all[9], what: `${all[9]} is broken` }] });
});

it('begins anew where there are other cases than before', async () => {
  const tried: number[] = [];
  const suite = suiteOf([], tried);
  const before = { suite, count: COUNT - 1, tried: 5, kinds: 0, ended: new Map([['held', 5]]), findings: [], seconds: 1 };
  expect(await runSuite(suite, { seed: 3, before })).toMatchObject({ tried: COUNT, ended: new Map([['held', COUNT]]) });
  expect(tried).toHaveLength(COUNT);
});

it('one case of each kind is tried before the others, and none twice', async () => {
  const tried: number[] = [];
  const suite = suiteOf([], tried);
  const prepare = async () => ({ ...(await suite.prepare(0)), first: [7, 3, 11] });
  expect(await runSuite({ ...suite, prepare }, { seed: 3 })).toMatchObject({ tried: COUNT, kinds: 3 });
  expect(new Set(tried.slice(0, 3))).toEqual(new Set([3, 7, 11]));
  expect(new Set(tried).size).toBe(COUNT);
});

it('what it came to so far is where another run goes on, findings that are tried again included', async () => {
  const all: number[] = [];
  await runSuite(suiteOf([], all), { seed: 3 });
  const broken = [all[1], all[3]];
  const first = await runSuite(suiteOf(broken, []), { seed: 3, cases: 5 });
  const [pieces, tried]: [Result[], number[]] = [[], []];
  const onCase = (soFar: Result) => pieces.push(structuredClone({ ...soFar, suite: undefined }) as unknown as Result);
  await runSuite(suiteOf(broken, tried), { seed: 3, before: first, cases: 8, onCase });
  // None while one of the two is still to be tried: it would be forgotten.
  expect(pieces.map((piece) => piece.tried)).toEqual([5, 6, 7, 8]);
  for (const before of pieces) {
    const rest: number[] = [];
    const ended = await runSuite(suiteOf([], rest), { seed: 3, before });
    expect(rest).toEqual([all[1], all[3], ...all.slice(before.tried)]);
    expect(ended).toMatchObject({ tried: COUNT, findings: [], ended: new Map([['held', COUNT]]) });
  }
});
