/** Python for tests that open our files with other people's software: `TANDEM_PYTHON`, or `python3`. */
import { spawnSync } from 'node:child_process';

const python = process.env.TANDEM_PYTHON ?? 'python3';

const ENV = { ...process.env, HF_HUB_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'false', OMP_NUM_THREADS: '1', ACCELERATE_USE_CPU: 'true' };

/** Whether it has these modules, and what a test that needs them is called where it has not. */
export function pythonWith(...modules: string[]): { missing: boolean; titled(title: string): string } {
  const missing =
    spawnSync(python, ['-c', `import importlib.util as u; assert all(map(u.find_spec, ${JSON.stringify(modules)}))`]).status !== 0;
  return { missing, titled: (title) => (missing ? `${title} (skipped: ${python} lacks one of ${modules.join(', ')})` : title) };
}

/** @param cwd the folder that it works in. Default: this one @returns what it printed @throws Error with what it wrote to stderr */
export function runPython(args: string[], input = '', cwd?: string): string {
  const { status, stdout, stderr } = spawnSync(python, args, { input, cwd, encoding: 'utf8', env: ENV, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`python ${args[0] === '-c' ? '-c …' : args.join(' ')} failed:\n${stdout}\n${stderr}`);
  return stdout;
}
