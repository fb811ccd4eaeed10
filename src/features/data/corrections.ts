/** What a person changes about how a data set is read, as options to read it with. */
import type { Renames } from '../../data/rename';
import type { TaskChoice } from '../../tasks/fromData';
import type { DatasetOptions } from '../../workers/protocol';

/** What was chosen for a column; nothing where all is as it was found. */
export function choiceOf({ tasks = {} }: DatasetOptions, column: string): TaskChoice {
  return Object.hasOwn(tasks, column) ? tasks[column] : {};
}

/** @param change undefined takes back all that was chosen for the column */
export function choose(options: DatasetOptions, column: string, change: TaskChoice | undefined): DatasetOptions {
  const { [column]: before, ...others } = options.tasks ?? {};
  return { ...options, tasks: change ? { ...others, [column]: { ...before, ...change } } : others };
}

/**
 * Renames a label. A name that is itself the new name of others is followed back to those of the file, as names are
 * looked up there.
 *
 * @param to null leaves the label out
 */
export function renameLabel(options: DatasetOptions, column: string, from: string, to: string | null): DatasetOptions {
  const renames: Renames = options.rename ?? {};
  const names = Object.hasOwn(renames, column) ? renames[column] : {};
  const originals = Object.keys(names).filter((name) => names[name] === from);
  // The name itself may be in the file beside those that were joined with it.
  if (!Object.hasOwn(names, from)) originals.push(from);
  return { ...options, rename: { ...renames, [column]: { ...names, ...Object.fromEntries(originals.map((name) => [name, to])) } } };
}
