/** Task kinds of one's own, each the default export of a module: a function of the tools that gives the kind. */
import { TandemError, toTandemError } from '../errors';
import type { AnyKind } from '../tasks/kind';
import { registerTask } from '../tasks/registry';
import { TASK_TOOLS } from '../tasks/tools';

/** By URL, for as long as the registry: a module is asked once. */
const known = new Map<string, Promise<AnyKind>>();

/** @throws TandemError `bad-input` when the module cannot be imported, gives no task kind, or one whose name is taken */
export function registerTaskModule(url: string): Promise<AnyKind> {
  const kind = known.get(url) ?? register(url);
  known.set(url, kind);
  // A module that was not there may be there next time.
  kind.catch(() => known.delete(url));
  return kind;
}

async function register(url: string): Promise<AnyKind> {
  const bad = (why: string, cause?: unknown) => new TandemError('bad-input', `The task kind of ${url} cannot be used: ${why}`, { cause });
  const module = await import(/* @vite-ignore */ url).catch((cause) => {
    throw bad(`its module cannot be imported (${toTandemError(cause).message}).`, cause);
  });
  if (typeof module.default !== 'function') throw bad('its default export has to be a function of the tools that gives the kind.');
  try {
    const kind: unknown = module.default(TASK_TOOLS);
    const lacking = lacks(kind);
    if (lacking.length > 0) throw bad(`${lacking.join(', ')} ${lacking.length === 1 ? 'is' : 'are'} missing or of the wrong type.`);
    registerTask(kind as AnyKind);
    return kind as AnyKind;
  } catch (cause) {
    throw cause instanceof TandemError ? cause : bad(`${cause instanceof Error ? cause.message : cause}.`, cause);
  }
}

const FUNCTIONS = [
  'complete',
  'fits',
  'gold',
  'configOf',
  'outputs',
  'parameters',
  'forward',
  'targets',
  'loss',
  'decode',
  'label',
  'score',
];

/** What every kind must have and this one has not. */
function lacks(kind: unknown): string[] {
  const given = (typeof kind === 'object' && kind !== null ? kind : {}) as Record<string, unknown>;
  const wrong = (names: string[], right: (value: unknown) => boolean) => names.filter((name) => !right(given[name]));
  return [
    ...wrong(['kind', 'title', 'values'], (value) => typeof value === 'string' && value !== ''),
    ...wrong(['reads', 'metrics'], (value) => Array.isArray(value) && value.length > 0),
    ...wrong(['settings'], Array.isArray),
    ...wrong(['target', 'defaults'], (value) => typeof value === 'object' && value !== null),
    ...wrong(FUNCTIONS, (value) => typeof value === 'function'),
  ];
}
