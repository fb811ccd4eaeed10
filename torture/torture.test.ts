/** A sample of every suite, always the same one unless TORTURE_SEED says otherwise: `npm run torture` is the whole. */
import { expect, it } from 'vitest';
import { runSuite } from './runSuite';
import { SUITES } from './suites';

const seed = Number(process.env.TORTURE_SEED ?? 1);

it.each(SUITES.filter(({ sample }) => sample > 0).map((suite) => [suite.name, suite] as const))(
  '%s: nothing is lost, nothing is wrong',
  { timeout: 900_000 },
  async (_, suite) => {
    const { findings, tried } = await runSuite(suite, { seed, cases: suite.sample });
    expect(findings).toEqual([]);
    expect(tried).toBe(suite.sample);
  },
);
