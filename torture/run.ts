/**
 * npm run torture: makes everything fail that can, and writes what came of it into docs/reliability.md.
 *
 * --only=files,messages   these suites alone; the table keeps the others' rows
 * --n=100                 so many cases of each suite, drawn by the seed. Default: all
 * --minutes=10            and no more of a suite than it gets through in this time
 * --seed=7                default: 1
 * --case=12               one case of one suite, in words
 */
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { vulkanEnv } from '../scripts/chromium';
import { watPlugin } from '../scripts/watPlugin';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    n: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string' },
    case: { type: 'string' },
  },
});
Object.assign(process.env, vulkanEnv());
// The sources import shaders and WebAssembly text, as Vite lets them.
const { module } = await runnerImport<typeof import('./main')>(new URL('./main.ts', import.meta.url).pathname, {
  configFile: false,
  plugins: [watPlugin()],
  logLevel: 'warn',
});
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const findings = await module.torture({
  only: values.only?.split(','),
  cases: number(values.n),
  minutes: number(values.minutes),
  seed: number(values.seed) ?? 1,
  case: number(values.case),
});
process.exit(findings > 0 ? 1 : 0);
