/** Which tasks of a data set go with which heads of a model, and what a new head for each would be. */
import type { Dataset, Example, Label, SplitName } from '../../data/dataset';
import { TandemError } from '../../errors';
import { classification } from '../../tasks/classification/classification';
import { type Assigned, RESERVED } from '../../tasks/fromData';
import { createHead, type DescribedHead, type EncoderShape, type Head, isReadable } from '../../tasks/head';
import type { TrainingRow } from '../../tasks/kind';
import { taskKind } from '../../tasks/registry';
import type { ReadText } from '../../tasks/text';
import type { NamesInput } from '../plan/names';
import type { TrainOptions } from '../plan/options';
import { byName, configuredTask, createTask, headLearns, type Task } from '../plan/task';

/** A data set whose labels belong to tasks. */
export type TaskDataset = Assigned;

/**
 * New heads for the tasks of a data set.
 *
 * @throws TandemError `bad-input` when there is no task
 */
export function freshHeads(dataset: TaskDataset, shape: EncoderShape, options: TrainOptions): Head[] {
  const names = Object.keys(dataset.tasks);
  if (names.length === 0) {
    const whys = dataset.columns.flatMap(({ name, why }) => (why === undefined ? [] : [`${name}: ${why}`]));
    throw new TandemError(
      'bad-input',
      `There is nothing to learn from this data set (${whys.join('; ') || 'no column of labels was recognised'}). Say which column holds labels, label some texts, or name classes (names).`,
    );
  }
  return names.map((name) => {
    const kind = taskKind(dataset.tasks[name].kind);
    const config = kind.complete(configuredTask(name, kind, dataset.tasks[name], options));
    return createHead(name, kind.fresh?.(config, shape) ?? config, shape, options.seed);
  });
}

/** A data set with tasks that it has no column for, made of the classes that a person names. */
export function withNamedTasks(dataset: TaskDataset, names: NamesInput | undefined): TaskDataset {
  if (typeof names !== 'object' || names === null) return dataset;
  const added = Object.entries(names).filter(([task]) => !Object.hasOwn(dataset.tasks, task));
  if (added.length === 0) return dataset;
  const odd = added.find(([task]) => RESERVED.includes(task.trim()));
  if (odd) throw new TandemError('bad-input', `A task cannot be called "${odd[0]}": give the classes’ task another name.`);
  const tasks = added.map(([task, classes]) => [task, { kind: classification.kind, labels: Object.keys(classes ?? {}) }] as const);
  return { ...dataset, tasks: byName({ ...dataset.tasks, ...Object.fromEntries(tasks) }) };
}

/**
 * Which head each task of a data set goes with: the one of the same name, else the only one of its kind on either side.
 *
 * @returns new names of tasks whose heads have another name
 * @throws TandemError `bad-input` where it is not clear which task is meant
 */
export function headNames(tasks: TaskDataset['tasks'], heads: Head[]): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const [task, { kind }] of Object.entries(tasks)) {
    if (heads.some((head) => head.name === task && head.kind.kind === kind)) continue;
    const free = heads.filter((head) => head.kind.kind === kind && !Object.hasOwn(tasks, head.name));
    const rivals = Object.keys(tasks).filter((name) => tasks[name].kind === kind && !heads.some((head) => head.name === name));
    if (free.length === 0) continue;
    if (free.length > 1 || rivals.length > 1) {
      throw new TandemError(
        'bad-input',
        `It is not clear which of the data set’s tasks is which of the model’s: ${rivals.join(', ')} and ${free.map(({ name }) => name).join(', ')}. Give them the same names.`,
      );
    }
    renamed.set(task, free[0].name);
  }
  return renamed;
}

/** The data set with its tasks under the names of the heads that they go with. */
export function bindTasks(dataset: TaskDataset, heads: Head[]): TaskDataset {
  const names = headNames(dataset.tasks, heads);
  if (names.size === 0) return dataset;
  const rows = (examples: Example[]) => examples.map((example) => ({ ...example, labels: renamed(example.labels, names) }));
  const { train, validation, test, tasks } = dataset;
  return { ...dataset, tasks: renamed(tasks, names), train: rows(train), validation: rows(validation), test: rows(test) };
}

/** A record under other names; those that have no new one keep theirs. */
function renamed<T>(record: Record<string, T>, names: ReadonlyMap<string, string>): Record<string, T> {
  const entries = Object.entries(record).map(([name, value]) => [names.get(name) ?? name, value] as const);
  return byName(Object.fromEntries(entries));
}

/**
 * The heads that a data set can train or evaluate.
 *
 * @param dataset with its tasks bound
 * @throws TandemError `bad-input` when a needed split is empty, a label is unknown to its head, or nothing has a label
 */
export function tasksFor(dataset: TaskDataset, heads: Head[], options: TrainOptions, needed: SplitName[]): Task[] {
  for (const split of needed) if (dataset[split].length === 0) throw new TandemError('bad-input', emptySplit(split));
  const found = heads.filter(({ name, kind }) => dataset.tasks[name]?.kind === kind.kind);
  for (const head of found) checkNames(dataset, head);
  const tasks = found.map((head) => createTask(head, options));
  if (tasks.length === 0) {
    const has = Object.keys(dataset.tasks);
    throw new TandemError(
      'bad-input',
      `The data set has no label for any of this model’s tasks (${heads.map(({ name, kind }) => `${name}: ${kind.kind}`).join(', ')}). ${has.length === 0 ? 'It has no labels at all.' : `It has ${has.map((name) => `${name}: ${dataset.tasks[name].kind}`).join(', ')}.`}`,
    );
  }
  const learning = tasks.filter((task) => headLearns(task));
  const labelled = ({ head }: Task) =>
    head.kind.needsNoRows?.(head.config) ||
    dataset.train.some((example) => example.labels[head.name] !== undefined && isReadable(head, example));
  if (needed.includes('train') && !options.unfreeze && learning.length > 0 && !learning.some(labelled)) {
    throw new TandemError('bad-input', 'No training row has a label for any head that learns. Unfreeze another head, or load other data.');
  }
  return tasks;
}

/** Heads as the training rows settle them: class weights counted, units chosen. */
export function settle<Of extends DescribedHead>(heads: Of[], train: Example[], read: (example: Example, head: Of) => ReadText): Of[] {
  return heads.map((head) => {
    const { kind, config } = head;
    return kind.settle ? { ...head, config: kind.settle(config, rowsOf(head, train, read)) } : head;
  });
}

/** What heads keep from earlier although these training rows would settle it otherwise, in sentences. */
export function keptSettings(heads: Head[], train: Example[], read: (example: Example, head: Head) => ReadText): string[] {
  return heads.flatMap((head) => {
    const said = head.kind.keeps?.(head.config, rowsOf(head, train, read));
    return said === undefined ? [] : [`${head.name} ${said}`];
  });
}

function* rowsOf<Of extends DescribedHead>(
  head: Of,
  train: Example[],
  read: (example: Example, head: Of) => ReadText,
): Generator<TrainingRow<Label>> {
  for (const example of train) {
    const gold = example.labels[head.name];
    if (gold === undefined || !isReadable(head, example)) continue;
    yield { gold, source: example.text, read: () => read(example, head) };
  }
}

function checkNames({ train, validation, test }: Dataset, { name, kind, config }: Head): void {
  if (!kind.names || !kind.known) return;
  const known = new Set(kind.known(config));
  for (const { labels } of [...train, ...validation, ...test]) {
    const gold = labels[name];
    const odd = gold === undefined ? undefined : kind.names(gold).find((label) => !known.has(label));
    if (odd === undefined) continue;
    throw new TandemError(
      'bad-input',
      `The data set has "${odd}" for the task ${name}, which the model’s head does not have (${[...known].join(', ')}). ` +
        'Open the model with the data set’s tasks, or rename the label.',
    );
  }
}

const emptySplit = (split: SplitName) =>
  split === 'test'
    ? 'The test split is empty: the data set names no test rows.'
    : `The ${split} split is empty. Choose a data set with rows in both, or let a share of its rows validate.`;
