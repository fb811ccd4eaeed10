import { keepPiece, pieceBefore } from './pieces';
import { writeReport } from './report';
import { type Result, runSuite } from './runSuite';
import { SUITES } from './suites';

interface Options {
  /** Names of suites. Default: all. */
  only?: string[];
  cases?: number;
  minutes?: number;
  /** Goes on where earlier pieces stopped. Default: begins anew. */
  continues?: boolean;
  seed: number;
  /** One case alone. */
  case?: number;
}

/** @returns the number of findings */
export async function torture({ only, cases, minutes, continues = false, seed, case: one }: Options): Promise<number> {
  const unknown = only?.filter((name) => !SUITES.some((suite) => suite.name === name)) ?? [];
  if (unknown.length > 0)
    throw new Error(`There is no suite ${unknown.join(', ')}. There are: ${SUITES.map(({ name }) => name).join(', ')}.`);
  if (one !== undefined && only?.length !== 1) throw new Error('--case is of one suite: name it with --only.');
  const results: Result[] = [];
  for (const suite of SUITES.filter(({ name }) => !only || only.includes(name))) {
    const onCase = (soFar: Result, of: number) => {
      // A process that dies in a case, or on closing, takes none of the cases before with it.
      if (one === undefined) keepPiece(soFar, seed);
      if (soFar.tried % 50 === 0) console.log(`${suite.name}: ${soFar.tried} of ${of}`);
    };
    const onFinding = (number: number, what: string) => console.log(`  ${suite.name} --case=${number}: ${what}`);
    const before = continues ? pieceBefore(suite, seed) : undefined;
    const result = await runSuite(suite, { seed, cases, minutes, only: one, before, onCase, onFinding });
    console.log(`${suite.name}: ${[...result.ended].map(([how, count]) => `${count} ${how}`).join(', ')}; ${result.seconds.toFixed(0)} s`);
    results.push(result);
  }
  // One case alone is a look at a finding.
  if (one === undefined) writeReport(results, seed);
  return results.reduce((sum, { findings }) => sum + findings.length, 0);
}
