/**
 * npm run torture: makes everything fail that can, and writes what happened to docs/reliability.md.
 *
 * --only=files,messages   these suites alone; the table keeps the others' rows
 * --n=100                 this many cases of each suite, drawn by the seed. Default: all
 * --minutes=10            and no more of each suite than fit into this time
 * --continue              goes on with the cases that earlier pieces of the same seed left, and tries their findings once more
 * --seed=7                default: 1
 * --case=12               one case of the suite that --only names; the table is not written
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { vulkanEnv } from '../scripts/chromium';
import { watPlugin } from '../scripts/watPlugin';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    n: { type: 'string' },
    minutes: { type: 'string' },
    continue: { type: 'boolean' },
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

const env = vulkanEnv();
if (Object.keys(env).length > 0) {
  // Libraries are looked for along a path only where it was set before the start.
  const args = [...process.execArgv, ...process.argv.slice(1)];
  process.exit(spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1);
}
// The sources import shaders and WebAssembly text, as Vite lets them, and some parts of themselves only when those are needed.
const server = await createServer({
  configFile: false,
  plugins: [watPlugin()],
  logLevel: 'warn',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const module = (await server.ssrLoadModule(new URL('./main.ts', import.meta.url).pathname)) as typeof import('./main');
const findings = await module.torture({
  only: values.only?.split(','),
  cases: number('n'),
  minutes: number('minutes'),
  continues: values.continue,
  seed: number('seed') ?? 1,
  case: number('case'),
});
await server.close();
process.exit(findings > 0 ? 1 : 0);
