/** How suggestions get better with labels: a learning curve while one labels, drawn when it is asked for. */
import { createStore } from 'zustand/vanilla';
import type { ComputeClient } from '../../workers/client';
import type { LabelCurve, Progress, SuggestedTask } from '../../workers/protocol';
import { runStoppable, type Stoppable } from '../stoppable';
import type { LabelState, LabelStore } from './labelStore';
import type { SuggestionStore } from './suggestionStore';

interface Drawing {
  /** The column of the task. */
  column: string;
  done: number;
  total: number;
}

export interface DrawnCurve {
  curve: LabelCurve;
  /** What it was learned in: another model, or other texts, make another one. */
  session: number;
}

export interface LabelCurveState extends Stoppable<Drawing> {
  /** By column; the one before is shown until there is another. */
  drawn: Readonly<Record<string, DrawnCurve>>;
  draw(task: SuggestedTask): Promise<void>;
  dismiss(): void;
}

export type LabelCurveStore = ReturnType<typeof createLabelCurveStore>;

export function createLabelCurveStore(client: ComputeClient, labels: LabelStore, suggestions: SuggestionStore) {
  return createStore<LabelCurveState>()((set, get) => ({
    drawn: {},

    async draw(task) {
      const { session } = suggestions.getState();
      if (session === undefined) return;
      const { column } = task;
      await runStoppable<Drawing>({ get, set }, { column, done: 0, total: 0 }, async (signal, show) => {
        const given = labelledInOrder(labels.getState(), column);
        const onProgress = (progress: Progress) => {
          if (progress.stage === 'curve') show({ column, done: progress.done, total: progress.total });
        };
        const curve = await client.call('labelCurve', { session, task, ...given }, { signal, onProgress });
        set({ drawn: { ...get().drawn, [column]: { curve, session } } });
      });
    },

    dismiss: () => set({ error: undefined }),
  }));
}

/** Rows to which a person gave labels in a column, the first one first, and those among them that were drawn by chance. */
export function labelledInOrder({ marks, keys }: Pick<LabelState, 'marks' | 'keys'>, column: string): { order: number[]; drawn: number[] } {
  const times = new Map<string, number>();
  for (const [key, { labels }] of marks) {
    const given = labels && Object.hasOwn(labels, column) ? labels[column] : undefined;
    if (given && given.label !== null && given.by !== 'file') times.set(key, given.at);
  }
  const found = keys.flatMap((key, row) => {
    const at = times.get(key);
    return at === undefined ? [] : [{ row, at, isDrawn: marks.get(key)?.labels?.[column].drawn === true }];
  });
  found.sort((a, b) => a.at - b.at);
  return { order: found.map(({ row }) => row), drawn: found.flatMap(({ row, isDrawn }) => (isDrawn ? [row] : [])) };
}
