/**
 * npm run torture: makes everything fail that can, and writes what happened to docs/reliability.md.
 *
 * --only=files,messages   these suites alone; the table keeps the others' rows
 * --n=100                 this many cases of each suite, drawn by the seed. Default: all
 * --minutes=10            and no more of each suite than fit into this time
 * --seed=7                default: 1
 * --case=12               one case of the suite that --only names; the table is not written
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
function number(name: 'n' | 'minutes' | 'seed' | 'case'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`--${name} is "${text}"; it must be a number.`);
  return Number(text);
}

Object.assign(process.env, vulkanEnv());
// The sources import shaders and WebAssembly text, as Vite lets them.
const { module } = await runnerImport<typeof import('./main')>(new URL('./main.ts', import.meta.url).pathname, {
  configFile: false,
  plugins: [watPlugin()],
  logLevel: 'warn',
});
const findings = await module.torture({
  only: values.only?.split(','),
  cases: number('n'),
  minutes: number('minutes'),
  seed: number('seed') ?? 1,
  case: number('case'),
});
process.exit(findings > 0 ? 1 : 0);
