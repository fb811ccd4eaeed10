/** Kept runs: their list, what a person says of them, which are removed, and which are compared. */
import type { StoreApi } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { RunAbout } from '../train/runs/about';
import type { RunDetails, RunRecord } from '../train/runs/runs';
import type { ComputeClient } from '../workers/client';

/** How the list is looked at. */
export interface RunsView {
  /** `started`, `name`, `epochs`, or `task.metric`. */
  sort: string;
  descending: boolean;
  /** Words that must all be in what is shown of a run. */
  text: string;
  pinnedOnly: boolean;
}

export interface RunsState {
  /** The newest first, without those that were removed. */
  runs: RunRecord[];
  /** Those that can be restored, the newest first. */
  removedRuns: RunRecord[];
  /** Those that are there and cannot be read, the newest first. */
  unreadableRuns: RunRecord[];
  /** The one that was removed last, until someone has seen it. */
  lastRemoved?: string;
  runsView: RunsView;
  /** How many things said of runs are still being written. */
  saying: number;
  /** Ids of runs that are compared, in the order in which they were chosen. */
  compared: string[];
  refreshRuns(): Promise<void>;
  setRunsView(change: Partial<RunsView>): void;
  compare(run: string, on: boolean): void;
  /** These and no others, as many as can be told apart. */
  compareOnly(runs: string[]): void;
  /** Names a run, notes something, pins it. */
  describe(run: string, about: RunAbout): Promise<void>;
  /** Takes it out of the list; for a day it can be restored. */
  remove(run: string): Promise<void>;
  restore(run: string): Promise<void>;
  forgetLastRemoved(): void;
  /** Stores a run that there was no room for when it ended. */
  keepRun(run: string): Promise<void>;
  /** Forgets a run and its weights, for good. */
  forgetRun(run: string): Promise<void>;
}

/** Curves that can be told apart. */
export const MOST_COMPARED = 8;

type Api<State> = Pick<StoreApi<State>, 'getState' | 'setState'>;

export function runsSlice(client: ComputeClient, store: Api<RunsState & { error?: TandemError; shown?: RunDetails }>): RunsState {
  const { getState: get, setState: set } = store;
  /** How often something was said of a run. */
  let said = 0;

  const attempt = async (task: () => Promise<unknown>) => {
    try {
      await task();
    } catch (thrown) {
      set({ error: toTandemError(thrown) });
    }
  };
  const changed = async (task: () => Promise<unknown>) => {
    await attempt(task);
    await get().refreshRuns();
  };

  return {
    runs: [],
    removedRuns: [],
    unreadableRuns: [],
    runsView: { sort: 'started', descending: true, text: '', pinnedOnly: false },
    saying: 0,
    compared: [],

    refreshRuns: () =>
      attempt(async () => {
        const before = said;
        const all = await client.call('runs', { removed: true });
        // What was said of a run since then would be taken back for a moment.
        if (before !== said) return;
        const kept = all.filter(({ about }) => about?.removed === undefined);
        const runs = kept.filter(({ status }) => status !== 'unreadable');
        const unreadableRuns = kept.filter(({ status }) => status === 'unreadable');
        const compared = get().compared.filter((id) => runs.some((run) => run.id === id));
        set({ runs, unreadableRuns, removedRuns: all.filter(({ about }) => about?.removed !== undefined), compared });
      }),

    setRunsView: (change) => set({ runsView: { ...get().runsView, ...change } }),

    compare(run, on) {
      const others = get().compared.filter((id) => id !== run);
      set({ compared: on ? [...others, run].slice(-MOST_COMPARED) : others });
    },

    compareOnly: (runs) => set({ compared: runs.slice(0, MOST_COMPARED) }),

    async describe(id, about) {
      said++;
      set({
        saying: get().saying + 1,
        runs: get().runs.map((run) => (run.id === id ? { ...run, about: { ...run.about, ...about } } : run)),
      });
      await attempt(() => client.call('describeRun', { run: id, about }));
      set({ saying: get().saying - 1 });
      await get().refreshRuns();
    },

    async remove(run) {
      await changed(async () => {
        await client.call('describeRun', { run, about: { removed: Date.now() } });
        set({ lastRemoved: run, ...(get().shown?.id === run ? { shown: undefined } : {}) });
      });
    },

    restore: (run) => changed(() => client.call('describeRun', { run, about: { removed: undefined } })),

    forgetLastRemoved: () => set({ lastRemoved: undefined }),

    keepRun: (id) =>
      changed(async () => {
        set({ error: undefined });
        const run = await client.call('keepRun', { run: id });
        if (get().shown?.id === id) set({ shown: run });
      }),

    forgetRun: (run) => changed(() => client.call('removeRun', { run })),
  };
}
