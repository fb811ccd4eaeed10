import { runPython } from './python';

const CHECK = `
import contextlib, io, json, os, runpy, sys
for folder in sys.argv[1:]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            runpy.run_path(os.path.join(folder, 'check.py'), run_name='__main__')
        except BaseException as ended:
            print('' if isinstance(ended, SystemExit) and ended.code in (None, 0, False) else f'failed: {ended!r}')
    print(json.dumps(printed.getvalue()))
`;

/**
 * Runs the check.py of saved models, all in one process: starting Python is what takes time.
 *
 * @returns what each printed, and why it failed where it did
 */
export function runChecks(folders: Iterable<string>): string[] {
  return runPython(['-c', CHECK, ...folders])
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string);
}

/** The largest difference that a check.py reports; NaN where it reports none. */
export const largestDifference = (printed: string): number => Number(/largest difference: (\S+)\s*$/.exec(printed)?.[1]);
