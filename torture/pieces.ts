/** What the last run of a suite came to, so that the next one can go on there. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Result } from './runSuite';
import type { Suite } from './suite';

const FOLDER = 'test-results';
const fileOf = ({ name }: Suite, seed: number) => `${FOLDER}/torture-${name}-${seed}.json`;

export function keepPiece({ suite, ended, ...rest }: Result, seed: number): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(suite, seed), JSON.stringify({ ...rest, ended: [...ended] }));
}

/** @returns undefined where there was none */
export function pieceBefore(suite: Suite, seed: number): Result | undefined {
  const file = fileOf(suite, seed);
  if (!existsSync(file)) return undefined;
  const { ended, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Omit<Result, 'suite' | 'ended'> & { ended: [string, number][] };
  return { suite, ...rest, ended: new Map(ended) };
}
