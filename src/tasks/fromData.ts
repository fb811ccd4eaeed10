/** Columns of labels as tasks: each of the kind that fits it best, unless a person says otherwise. */
import { type Dataset, type Example, emptyLabels, type Label, type Problem, SPLITS } from '../data/dataset';
import type { LabelColumn } from '../data/labelColumns';
import type { AnyKind, TaskConfig } from './kind';
import { taskKind, taskKinds } from './registry';

/** What a person says of a column. */
export interface TaskChoice {
  /** Default: the kind that fits best. */
  kind?: string;
  /** Default: the column's name. */
  name?: string;
  leaveOut?: boolean;
}

/** What was chosen for a column; nothing where all is as it was found. */
export const choiceOf = (choices: Record<string, TaskChoice>, column: string): TaskChoice =>
  Object.hasOwn(choices, column) ? choices[column] : {};

/** A column and what becomes of it. */
export interface AssignedColumn extends LabelColumn {
  /** Kinds that it could be, the best first. */
  kinds: string[];
  /** The task that it is; absent where it is left out. */
  task?: string;
  /** Why it is left out, where nobody asked for that. */
  why?: string;
}

export interface Assigned extends Dataset {
  columns: AssignedColumn[];
  tasks: Record<string, TaskConfig>;
}

/** Kinds that a column could be, the best first. */
export function kindsFor(column: LabelColumn): AnyKind[] {
  return taskKinds()
    .filter((kind) => kind.fits(column) > 0)
    .sort((a, b) => b.fits(column) - a.fits(column));
}

/** Names that stand for something else where tasks are named. */
export const RESERVED = ['encoder', 'mean', ''];

/** @throws TandemError `bad-input` for a kind that there is not */
export function assignTasks(dataset: Dataset, choices: Record<string, TaskChoice> = {}): Assigned {
  const problems: Problem[] = [];
  const tasks = Object.create(null) as Record<string, TaskConfig>;
  const examples = new Map(SPLITS.map((split) => [split, dataset[split].map((example) => ({ ...example, labels: emptyLabels() }))]));
  const columns = dataset.columns.map((column): AssignedColumn => {
    const choice = choiceOf(choices, column.name);
    const fitting = kindsFor(column).filter((kind) => someIsGold(dataset, column.name, kind));
    const kinds = fitting.map(({ kind }) => kind);
    const kind = choice.kind === undefined ? fitting[0] : taskKind(choice.kind);
    const name = (choice.name ?? column.name).trim();
    const warn = (message: string) => problems.push({ severity: 'warning', file: dataset.name, message });
    const without = (why: string): AssignedColumn => {
      warn(`${column.name} is not a task: ${why}`);
      return { ...column, kinds, why };
    };
    if (choice.leaveOut || !kind) return { ...column, kinds };
    if (RESERVED.includes(name) || Object.hasOwn(tasks, name)) {
      return without(`a task cannot be called "${name}" here; give it another name`);
    }
    const config = moveLabels(dataset, examples, { column: column.name, task: name, kind }, warn);
    if (typeof config === 'string') return without(config);
    tasks[name] = config;
    return { ...column, kinds, task: name };
  });
  for (const name of Object.keys(choices)) {
    if (dataset.columns.some((column) => column.name === name)) continue;
    const known = dataset.columns.map((column) => column.name).join(', ') || 'none';
    problems.push({
      severity: 'warning',
      file: dataset.name,
      message: `what was chosen for "${name}" is not used, as no column of labels is called so (there are: ${known})`,
    });
  }
  return { ...dataset, ...Object.fromEntries(examples), columns, tasks, problems: [...dataset.problems, ...problems] };
}

/** Labels looked at to tell whether a kind can take a column's. */
const LOOKED_AT = 50;

function someIsGold(dataset: Dataset, column: string, kind: AnyKind): boolean {
  let seen = 0;
  for (const split of SPLITS) {
    for (const { labels } of dataset[split]) {
      const label = labels[column];
      if (label === undefined) continue;
      if (kind.gold(label) !== undefined) return true;
      if (++seen === LOOKED_AT) return false;
    }
  }
  return false;
}

interface Move {
  column: string;
  task: string;
  kind: AnyKind;
}

/** Puts a column's labels into examples as the task's gold. @returns the task's config, or why there is nothing to learn */
function moveLabels(
  dataset: Dataset,
  examples: Map<string, Example[]>,
  { column, task, kind }: Move,
  warn: (message: string) => void,
): TaskConfig | string {
  const golds = new Map(SPLITS.map((split) => [split, dataset[split].map(({ labels }) => labels[column])]));
  let odd = 0;
  for (const list of golds.values()) {
    for (const [i, label] of list.entries()) {
      if (label === undefined) continue;
      const gold = kind.gold(label);
      if (gold === undefined) odd++;
      list[i] = gold as Label;
    }
  }
  if (odd > 0) warn(`${odd} values of ${column} cannot be labels of a task of the kind "${kind.title}"; they are left out`);
  const known = (list: (Label | undefined)[] = []) => list.filter((label): label is Label => label !== undefined);
  const learned = known(golds.get('train'));
  const all = learned.length > 0 ? learned : known([...golds.values()].flat());
  if (all.length === 0) return 'it has no labels of this kind';
  const config = kind.configOf(all);
  let complete: TaskConfig;
  try {
    complete = kind.complete(config);
  } catch (error) {
    return all.length === 1 || new Set(all).size === 1 ? `it has one label only, "${all[0]}"` : (error as Error).message;
  }
  const names = kind.names && kind.known ? new Set(kind.known(complete)) : undefined;
  const unseen = new Map<string, number>();
  for (const split of SPLITS) {
    for (const [i, gold] of (golds.get(split) ?? []).entries()) {
      if (gold === undefined) continue;
      const stranger = names && kind.names?.(gold).find((name) => !names.has(name));
      const example = (examples.get(split) as Example[])[i];
      if (stranger === undefined) {
        example.labels[task] = gold;
        continue;
      }
      unseen.set(stranger, (unseen.get(stranger) ?? 0) + 1);
      example.unseen ??= emptyLabels();
      example.unseen[task] = gold;
    }
  }
  if (unseen.size > 0) {
    const list = [...unseen].map(([name, count]) => `"${name}" (${count})`).join(', ');
    warn(`${task}: no training row has ${list}; rows with such a label are not evaluated`);
  }
  return config;
}
