/** Heads that have one best answer on a frozen encoder: found before the first step, and kept by every step. */

import { breather } from '../../breather';
import type { Label } from '../../data/dataset';
import { throwIfAborted } from '../../errors';
import { featuresOf, fullName, type Head, withValues } from '../../tasks/head';
import type { OutputRow, SolveJob, SolvingRows } from '../../tasks/kind';
import type { PreparedSplit } from '../data/prepare';
import { drawnUnlabelled } from '../data/unlabelled';
import type { TrainOptions } from '../plan/options';
import type { Task } from '../plan/task';

/** Whether a task's head is found at once, not step by step. */
export const isSolved = ({ head: { kind, config }, frozen }: Task): boolean => !frozen && kind.solver?.(config) !== undefined;

export interface SolvedTasks {
  /** Those that were solved hold what was found, and are frozen. */
  tasks: Task[];
  /** How it came about, in sentences. */
  notes: string[];
  /** By task: its rows, as answered by values that have not seen them. Only of tasks whose rows could be spared for that. */
  unseen: Record<string, OutputRow<Label>[]>;
}

/** @param train rows whose targets count are learned from; @param embed pooled vectors of other texts, of two layers where rows have two @throws TandemError `aborted` */
export async function solveHeads(
  tasks: Task[],
  train: PreparedSplit,
  { seed, contrastive }: Pick<TrainOptions, 'seed' | 'contrastive'>,
  signal: AbortSignal,
  embed: (texts: string[], pooledBefore: boolean) => ReturnType<SolveJob['embed']>,
): Promise<SolvedTasks> {
  const breathe = breather();
  const pause = async () => {
    await breathe();
    throwIfAborted(signal, 'The run');
  };
  const notes: string[] = [];
  const found: Task[] = [];
  const answered: SolvedTasks['unseen'] = Object.create(null);
  for (const task of tasks) {
    const { head, name } = task;
    const solve = task.frozen ? undefined : head.kind.solver?.(head.config);
    const rows = solve && (await solvingRows(head, train, seed));
    if (!solve || !rows || (rows.golds.length === 0 && !head.kind.needsNoRows?.(head.config))) {
      found.push(task);
      continue;
    }
    const job = { seed, embed: (texts: string[]) => embed(texts, rows.before !== undefined), pause, seen: contrastive !== undefined };
    const { parameters, config, unseen, note } = await solve(rows, job);
    const values = new Map([...parameters].map(([path, data]) => [fullName(head, path), data]));
    found.push({ ...task, head: { ...withValues(head, (path) => values.get(path)), config }, frozen: true });
    notes.push(`${name} ${note}`);
    if (unseen.length === 0) continue;
    // Heads on sentences say what they say of the text as a whole.
    answered[name] = unseen.map(({ row, outputs }) => ({ gold: rows.golds[row], outputs, text: { text: rows.texts[row], pieces: [] } }));
  }
  return { tasks: found, notes, unseen: answered };
}

async function solvingRows(
  head: Head,
  { examples, encoded, features }: PreparedSplit,
  seed: number,
): Promise<SolvingRows<Label> & { texts: string[] }> {
  const [{ view, what }] = featuresOf(head);
  const { read, width } = features.rows(view, what);
  const before = features.before(view);
  const counts = encoded.targets.get(head.name)?.counts ?? [];
  const rows = examples.flatMap((_, i) => (counts[i] ? [i] : []));
  const silent = head.kind.usesUnlabelled?.(head.config)
    ? drawnUnlabelled(examples, ({ labels }) => labels[head.name] === undefined, seed)
    : [];
  return {
    unlabelled: await read(silent),
    golds: rows.map((row) => examples[row].labels[head.name]),
    texts: rows.map((row) => examples[row].text),
    features: await read(rows),
    width,
    ...(before && silent.length > 0 ? { before: { features: await before.read(rows), unlabelled: await before.read(silent) } } : {}),
  };
}
