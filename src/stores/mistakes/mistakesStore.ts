/** What the heads answer for rows whose labels are known: the rows that are looked at, out of an evaluation that stays in the worker. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../../errors';
import type { ComputeClient } from '../../workers/client';
import type { EvaluatedRow, EvaluationCounts, EvaluationInfo, EvaluationView, Progress } from '../../workers/protocol';
import { RowWindows } from '../rowWindows';

/** What is evaluated: a loaded model, a name that tells its heads from others, and a data set. */
export interface Evaluating {
  handle: number;
  heads: string;
  dataset: number;
  /** Of the data set, whatever its labels. */
  texts: string;
}

export interface MistakesState {
  evaluation?: EvaluationInfo;
  /** What it is of. */
  of?: Evaluating;
  running?: { progress?: Extract<Progress, { stage: 'sentences' }>; stop(): void };
  error?: TandemError;
  view?: EvaluationView;
  counts?: EvaluationCounts;
  /** Rows of the view that are here, by their place in it. */
  rows: RowWindows<EvaluatedRow>;
  selected?: EvaluatedRow;
  /** Has the heads answer every labelled row. Where it is stopped or fails, what was there stays. */
  evaluate(of: Evaluating): Promise<void>;
  /** Looks at other rows, or at the same in another order. Before there is an evaluation, that is what it will begin with. */
  look(change: Partial<EvaluationView>): void;
  /** Fetches the rows [from, to) of the view, and some around them. */
  need(from: number, to: number): void;
  select(row: EvaluatedRow | undefined): void;
  /** All rows of the view, by their numbers through all splits. */
  order(): Promise<Uint32Array>;
  dismiss(): void;
}

export type MistakesStore = ReturnType<typeof createMistakesStore>;

/** What a task is first looked at by: the worst mistakes. */
export const firstView = (task: string): EvaluationView => ({ task, wrong: true, order: { by: 'loss', first: 'most' } });

export function createMistakesStore(client: ComputeClient) {
  return createStore<MistakesState>()((set, get) => {
    const fail = (thrown: unknown) => set({ error: toTandemError(thrown) });
    const windows = (evaluation: number, view: EvaluationView) =>
      new RowWindows((from, count) => client.call('evaluatedRows', { evaluation, view, from, count }));

    const show = async (view: EvaluationView) => {
      const { evaluation, view: before } = get();
      // Rows of another task would be read as this one's.
      set({ view, selected: undefined, ...(before?.task === view.task ? {} : { counts: undefined }) });
      if (!evaluation) return;
      const rows = windows(evaluation.evaluation, view);
      try {
        const [counts] = await Promise.all([
          client.call('evaluationCounts', { evaluation: evaluation.evaluation, view }),
          rows.fetch(0, 1),
        ]);
        // Counts and rows are replaced together: nothing is blank in between.
        if (get().view === view && get().evaluation === evaluation) set({ counts, rows });
      } catch (thrown) {
        fail(thrown);
      }
    };

    return {
      rows: new RowWindows<EvaluatedRow>(async () => []),

      async evaluate(of) {
        get().running?.stop();
        const controller = new AbortController();
        const running = { stop: () => controller.abort() };
        set({ running, error: undefined });
        const onProgress = (progress: Progress) => {
          if (progress.stage === 'sentences' && !controller.signal.aborted) set({ running: { ...running, progress } });
        };
        try {
          const { handle, dataset } = of;
          const evaluation = await client.call('openEvaluation', { handle, dataset }, { signal: controller.signal, onProgress });
          const { evaluation: before, view } = get();
          if (before) void client.call('dropEvaluation', { evaluation: before.evaluation });
          set({ evaluation, of, running: undefined });
          const task = evaluation.tasks.find(({ name }) => name === view?.task) ?? evaluation.tasks[0];
          if (task) await show(view?.task === task.name ? view : firstView(task.name));
        } catch (thrown) {
          if (controller.signal.aborted && get().running?.stop !== running.stop) return;
          set({ running: undefined });
          if (toTandemError(thrown).code !== 'aborted') fail(thrown);
        }
      },

      look(change) {
        const { view } = get();
        const task = change.task ?? view?.task;
        if (task === undefined) return;
        const isAnother = task !== view?.task;
        void show({ ...(isAnother ? { ...firstView(task), ...(view?.split ? { split: view.split } : {}) } : view), ...change, task });
      },

      need(from, to) {
        const { rows } = get();
        rows.around(from, to).then((more) => {
          if (more && get().rows.isOne(more)) set({ rows: more });
        }, fail);
      },

      select: (row) => set({ selected: row }),

      async order() {
        const { evaluation, view } = get();
        if (!evaluation || !view) return new Uint32Array();
        return client.call('evaluatedOrder', { evaluation: evaluation.evaluation, view });
      },

      dismiss: () => set({ error: undefined }),
    };
  });
}
