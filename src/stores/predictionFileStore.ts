/** A file of texts and what the heads answer for them: the rows that are looked at, out of a set that stays in the worker. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { Prediction } from '../inference/predict';
import type { ComputeClient } from '../workers/client';
import type {
  DatasetInfo,
  DatasetOptions,
  DatasetSource,
  ExportedFile,
  PredictedRow,
  PredictionCounts,
  PredictionSetInfo,
  PredictionView,
  Progress,
} from '../workers/protocol';
import { readWhole } from './readWhole';
import { RowWindows } from './rowWindows';

/** While it runs, the rows in sight are looked at anew this often. */
const REFRESH_MS = 500;

/** What answers: a loaded model, and a name that tells its heads from others. */
export interface Answering {
  handle: number;
  heads: string;
}

export interface PredictionFileState {
  /** Whether a file is shown, or what was typed. */
  shown: boolean;
  /** A file is being read; the one before it is there until that has succeeded. */
  reading: boolean;
  /** What was read, and how. */
  info?: DatasetInfo;
  options: DatasetOptions;
  /** Files of which no row could be read, and what was understood of them; what was read before is still there. */
  refused?: { info: DatasetInfo; options: DatasetOptions };
  set?: PredictionSetInfo;
  /** The heads that answered. */
  heads?: string;
  running?: { progress?: Extract<Progress, { stage: 'sentences' }>; stop(): void };
  error?: TandemError;
  view: PredictionView;
  counts?: PredictionCounts;
  /** Rows of the view that are here, by their place in it. */
  rows: RowWindows<PredictedRow>;
  /** How far the table of rows is scrolled, in pixels. */
  scrolled: number;
  /** A row that is looked at, with all that the heads say of it. */
  selected?: { row: PredictedRow; prediction?: Prediction };
  /** What was saved last. */
  saved?: Omit<ExportedFile, 'blob'>;
  show(file: boolean): void;
  /** Reads files and predicts them. */
  open(answering: Answering, source: DatasetSource): Promise<void>;
  /** Reads the same files again, with other options. */
  correct(answering: Answering, options: DatasetOptions): Promise<void>;
  /** Goes on where it stopped. */
  goOn(answering: Answering): Promise<void>;
  /** From the beginning, with the heads that there are now. */
  again(answering: Answering): Promise<void>;
  look(change: Partial<PredictionView>): void;
  /** Fetches the rows [from, to) of the view, and some around them. */
  need(from: number, to: number): void;
  select(answering: Answering, row: PredictedRow | undefined): Promise<void>;
  save(format: string): Promise<ExportedFile | undefined>;
  /** Takes back an error, and files that were refused. */
  dismiss(): void;
}

export type PredictionFileStore = ReturnType<typeof createPredictionFileStore>;

export function createPredictionFileStore(client: ComputeClient) {
  return createStore<PredictionFileState>()((set, get) => {
    let reads = 0;
    let job: AbortController | undefined;
    /** Rows in sight. */
    let sight: [from: number, to: number] = [0, 0];
    let refreshing = false;
    let outdated = false;
    let refreshed = Number.NEGATIVE_INFINITY;

    const fail = (thrown: unknown) => set({ error: toTandemError(thrown) });
    const windows = (number: number, view: PredictionView) =>
      new RowWindows((from, count) => client.call('predictionRows', { set: number, view, from, count }));
    /** The view of the rows that are here. */
    let looked: PredictionView = {};
    /** Where the view has the order of the file, before and now, what was answered stays where it is. */
    const laterRows = (number: number, view: PredictionView) =>
      isWholeFile(looked) && isWholeFile(view) ? get().rows.later() : windows(number, view);
    const isShown = (number: number | undefined) => number !== undefined && get().set?.set === number;

    /** Counts and the rows in sight, replaced together: nothing is blank in between. */
    const refresh = async () => {
      outdated = true;
      if (refreshing) return;
      refreshing = true;
      try {
        while (outdated) {
          outdated = false;
          const { set: shown, view } = get();
          if (!shown) break;
          const rows = laterRows(shown.set, view);
          const [counts] = await Promise.all([client.call('predictionCounts', { set: shown.set, view }), rows.fetch(...sight)]);
          if (!isShown(shown.set) || get().view !== view) continue;
          looked = view;
          set({ counts, rows, set: { ...(get().set as PredictionSetInfo), done: counts.done } });
        }
      } catch (thrown) {
        if (toTandemError(thrown).code !== 'disposed') fail(thrown);
      }
      refreshed = performance.now();
      refreshing = false;
    };

    const run = async ({ handle }: Answering) => {
      const { set: shown } = get();
      if (!shown) return;
      job?.abort();
      const controller = new AbortController();
      job = controller;
      set({ running: { stop: () => controller.abort() }, error: undefined });
      const onProgress = (progress: Progress) => {
        const { running } = get();
        if (job !== controller || !running || progress.stage !== 'sentences') return;
        set({ running: { ...running, progress } });
        if (performance.now() - refreshed > REFRESH_MS) void refresh();
      };
      try {
        const done = await client.call('runPredictions', { handle, set: shown.set }, { signal: controller.signal, onProgress });
        if (isShown(done.set)) set({ set: done });
      } catch (thrown) {
        if (job === controller) fail(thrown);
      }
      if (job !== controller) return;
      set({ running: undefined });
      await refresh();
    };

    /** Puts a data set that was read in the place of what is there. */
    const begin = async (answering: Answering, info: DatasetInfo, options: DatasetOptions) => {
      const opened = await client.call('openPredictions', { handle: answering.handle, dataset: info.dataset });
      const before = get();
      before.running?.stop();
      sight = [0, 0];
      const { threshold } = before.view;
      const view = threshold === undefined ? {} : { threshold };
      const rows = windows(opened.set, view);
      looked = view;
      set({
        info,
        options,
        set: opened,
        heads: answering.heads,
        view,
        rows,
        scrolled: 0,
        counts: undefined,
        selected: undefined,
        saved: undefined,
      });
      if (before.set) void client.call('dropPredictions', { set: before.set.set });
      if (before.info && before.info.dataset !== info.dataset) void client.call('dropDataset', { dataset: before.info.dataset });
      await run(answering);
    };

    const read = async (answering: Answering, source: DatasetSource, options: DatasetOptions) => {
      const mine = ++reads;
      set({ reading: true, error: undefined, shown: true });
      try {
        const info = await readWhole(client, source, options);
        if (mine !== reads) return void client.call('dropDataset', { dataset: info.dataset });
        const { refused } = get();
        set({ reading: false, refused: info.refused === undefined ? undefined : { info, options } });
        if (refused) void client.call('dropDataset', { dataset: refused.info.dataset });
        if (info.refused !== undefined) return;
        await begin(answering, info, options);
      } catch (thrown) {
        if (mine !== reads) return;
        set({ reading: false });
        fail(thrown);
      }
    };

    return {
      shown: false,
      reading: false,
      options: {},
      view: {},
      rows: windows(0, {}),
      scrolled: 0,
      show: (file) => set({ shown: file }),
      open: (answering, source) => read(answering, source, {}),
      async correct(answering, options) {
        const { info, refused } = get();
        const corrected = refused?.info ?? info;
        if (corrected) await read(answering, { kind: 'again', dataset: corrected.dataset }, options);
      },
      goOn: (answering) => run(answering),
      async again(answering) {
        const { info, options } = get();
        if (info) await begin(answering, info, options).catch(fail);
      },
      look(change) {
        // Other rows, or the same in another order, are looked at from the top.
        if (Object.keys(change).some((key) => key !== 'threshold')) sight = [0, sight[1] - sight[0]];
        set({ view: { ...get().view, ...change } });
        void refresh();
      },
      need(from, to) {
        sight = [from, to];
        const { rows } = get();
        rows.around(from, to).then((more) => {
          if (more && get().rows.isOne(more)) set({ rows: more });
        }, fail);
      },
      async select({ handle }, row) {
        if (!row) return set({ selected: undefined });
        set({ selected: { row } });
        const { text, other } = row;
        try {
          const [prediction] = await client.call('predict', { handle, texts: [{ text, ...(other === undefined ? {} : { other }) }] });
          if (get().selected?.row === row) set({ selected: { row, prediction } });
        } catch (thrown) {
          fail(thrown);
        }
      },
      async save(format) {
        const { set: shown, view } = get();
        if (!shown) return undefined;
        set({ saved: undefined });
        try {
          const file = await client.call('exportPredictions', { set: shown.set, format, threshold: view.threshold });
          set({ saved: { name: file.name, notes: file.notes } });
          return file;
        } catch (thrown) {
          fail(thrown);
          return undefined;
        }
      },
      dismiss() {
        const { refused } = get();
        if (refused) void client.call('dropDataset', { dataset: refused.info.dataset });
        set({ error: undefined, refused: undefined });
      },
    };
  });
}

const isWholeFile = ({ order, label, unsure }: PredictionView) => !order && !label && !unsure;
