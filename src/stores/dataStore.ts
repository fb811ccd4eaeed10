/** The data set that was loaded, how its files were read, and the rows that are looked at. */
import { createStore } from 'zustand/vanilla';
import type { SplitName } from '../data/dataset';
import type { GivenLabels } from '../data/given';
import { type TandemError, toTandemError } from '../errors';
import type { ComputeClient } from '../workers/client';
import type { DatasetFit, DatasetInfo, DatasetOptions, DatasetRow, DatasetSource, ExportedFile, FormatInfo } from '../workers/protocol';

const PAGE = 50;

export interface DataState {
  /** Those that the worker reads. */
  formats: FormatInfo[];
  info?: DatasetInfo;
  /** Corrections: how the files are to be read. */
  options: DatasetOptions;
  /** Files that could not be read so far, and how that was tried; the data set before them stays until they can. */
  refused?: { info: DatasetInfo; options: DatasetOptions };
  loading: boolean;
  /** Gives up what is being read; the data set before it stays. */
  stop(): void;
  error?: TandemError;
  split: SplitName;
  /** Rows of the split that were looked at, by index. */
  rows: Map<number, DatasetRow>;
  /** How it fits the model in use: what is too long, or cannot be marked by its word pieces. */
  fit?: DatasetFit;
  /** Where the data set is from. */
  source?: DatasetSource;
  /** @param options how it is read. Default: as it is recognised */
  open(source: DatasetSource, options?: DatasetOptions): Promise<void>;
  /** Reads the same source again, with other options: the refused one, where there is one. */
  correct(options: DatasetOptions): Promise<void>;
  /** Reads it again with the labels that a person gave since. */
  relabel(): Promise<void>;
  setSplit(split: SplitName): void;
  /** Fetches the rows [from, to) that are not here yet. */
  need(from: number, to: number): void;
  /** What the format that was saved in last cannot express. */
  notes: string[];
  /** @returns undefined where it failed, which `error` says */
  save(format: string): Promise<ExportedFile | undefined>;
  dismissNotes(): void;
  /** Finds out how the data set fits a model; asked anew whenever either changes. */
  measure(handle: number): Promise<void>;
  dismiss(): void;
}

export type DataStore = ReturnType<typeof createDataStore>;

/** @param given labels that a person gave, to be laid over what files hold */
export function createDataStore(client: ComputeClient, given: () => GivenLabels = () => ({ columns: [], rows: [] })) {
  return createStore<DataState>()((set, get) => {
    let ticket = 0;
    let reading = Promise.resolve();
    let cancel = new AbortController();
    let measured = 0;
    let requested = new Set<number>();
    /** Of data sets, by their numbers. */
    const sources = new Map<number, DatasetSource>();

    const drop = (info: DatasetInfo | undefined) => {
      if (!info) return;
      sources.delete(info.dataset);
      void client.call('dropDataset', { dataset: info.dataset });
    };

    const load = (source: DatasetSource, options: DatasetOptions) => {
      reading = read(source, options);
      return reading;
    };
    const read = async (source: DatasetSource, options: DatasetOptions) => {
      const mine = ++ticket;
      // What is read for nobody any more would be waited for.
      cancel.abort();
      cancel = new AbortController();
      set({ loading: true, error: undefined });
      try {
        const asked = { source, options, given: given(), keepRefused: true };
        const info = await client.call('loadDataset', asked, { signal: cancel.signal });
        if (mine !== ticket) {
          drop(info);
          return;
        }
        const origin = source.kind === 'again' ? (sources.get(source.dataset) ?? source) : source;
        sources.set(info.dataset, origin);
        const { info: previous, refused } = get();
        drop(refused?.info);
        if (info.refused !== undefined) {
          set({ refused: { info, options }, loading: false });
          return;
        }
        requested = new Set();
        set({ info, source: origin, options, refused: undefined, notes: [], loading: false, rows: new Map(), fit: undefined });
        drop(previous);
      } catch (thrown) {
        const error = toTandemError(thrown);
        if (mine === ticket) set({ loading: false, error: error.code === 'aborted' ? undefined : error });
      }
    };

    client.call('dataFormats', undefined).then(
      (formats) => set({ formats }),
      // A worker that does not answer is reported by whatever is asked of it next.
      () => undefined,
    );

    return {
      formats: [],
      notes: [],
      options: {},
      loading: false,
      split: 'train',
      rows: new Map(),
      open: (source, options = {}) => load(source, options),
      stop: () => cancel.abort(),
      async correct(options) {
        const info = get().refused?.info ?? get().info;
        if (info) await load({ kind: 'again', dataset: info.dataset }, options);
      },
      async relabel() {
        // What is being read, as it is being corrected, stays wanted.
        while (get().loading) await reading;
        const { info, options } = get();
        if (info) await load({ kind: 'again', dataset: info.dataset }, options);
      },
      setSplit(split) {
        requested = new Set();
        set({ split, rows: new Map() });
      },
      need(from, to) {
        const { info, split } = get();
        if (!info) return;
        for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(to, info.summary.rows[split]); page++) {
          if (requested.has(page)) continue;
          requested.add(page);
          const asked = requested;
          client.call('datasetRows', { dataset: info.dataset, split, from: page * PAGE, count: PAGE }).then(
            (fetched) => {
              if (asked === requested) set({ rows: new Map([...get().rows, ...fetched.map((row) => [row.index, row] as const)]) });
            },
            (thrown) => set({ error: toTandemError(thrown) }),
          );
        }
      },
      async save(format) {
        const { info } = get();
        if (!info) return undefined;
        set({ error: undefined, notes: [] });
        try {
          const file = await client.call('exportDataset', { dataset: info.dataset, format });
          set({ notes: file.notes });
          return file;
        } catch (thrown) {
          set({ error: toTandemError(thrown) });
          return undefined;
        }
      },
      dismissNotes: () => set({ notes: [] }),
      async measure(handle) {
        const { info } = get();
        if (!info) return;
        const mine = ++measured;
        const isCurrent = () => mine === measured && get().info === info;
        set({ fit: undefined });
        try {
          const fit = await client.call('datasetFit', { handle, dataset: info.dataset });
          if (isCurrent()) set({ fit });
        } catch (thrown) {
          if (isCurrent()) set({ error: toTandemError(thrown) });
        }
      },
      dismiss() {
        drop(get().refused?.info);
        set({ error: undefined, refused: undefined });
      },
    };
  });
}
