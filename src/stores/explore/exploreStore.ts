/** An embedding set as a map: its points, clusters and near-duplicates, what is sought in it, and the rows that were chosen. */
import { createStore } from 'zustand/vanilla';
import type { Neighbour } from '../../embeddings/embeddingSet';
import type { ChosenRows } from '../../embeddings/exportRows';
import { type TandemError, toTandemError } from '../../errors';
import type { Pairs } from '../../explore/nearCopies';
import type { ComputeClient } from '../../workers/client';
import type { ExploreClient } from '../../workers/explore/client';
import type { NamedClusters } from '../../workers/explore/protocol';
import type { EmbeddingSetInfo, PointColumn, Progress, PromptChoice } from '../../workers/protocol';
import { outlineOf } from '../outline';
import { CLUSTERS, colouringsOf } from './colouring';
import { handOver } from './handOver';

/** What a map has at most. */
export const MOST_POINTS = 100_000;
/** Fewer sentences have no neighbourhoods to show. */
export const FEWEST_POINTS = 5;
/** A map of more takes long enough to be asked for. */
export const MOST_UNASKED = 5000;
/** Pairs that are less alike are no near-duplicates to anyone. */
export const LEAST_ALIKE = 0.7;
export const HITS = 20;

/** What is being done, in the order in which it is. */
export type Step = 'reading' | 'clusters' | 'neighbours' | 'layout';

/** Rows that were chosen, and by what. */
export interface Chosen {
  title: string;
  rows: Uint32Array;
}

export interface Found {
  query: string;
  hits: Neighbour[];
}

export interface ExploreState {
  /** The set that is explored. */
  set?: EmbeddingSetInfo;
  /** Of its rows, by which the Label tab finds those of a data set; undefined for other texts. */
  keys?: string[];
  /** Points that the map has or would have: the first ones of the set. */
  count: number;
  step?: { what: Step; share: number };
  error?: TandemError;
  /** x and y of every point: [count, 2]. */
  points?: Float32Array;
  /** Whether the points have come to rest. */
  settled: boolean;
  /** Whether the map was stopped before that. */
  stopped: boolean;
  clusters?: NamedClusters;
  /** Clusters are being counted anew. */
  clustering: boolean;
  pairs?: Pairs;
  /** Labels, splits and predictions of the points. */
  columns: PointColumn[];
  predicting?: { done: number; total: number; stop(): void };
  /** The id of the colouring in use. */
  colourBy: string;
  /** Names of it whose points are hidden, by their places. */
  hidden: ReadonlySet<number>;
  chosen?: Chosen;
  /** Texts that were looked at. */
  texts: ReadonlyMap<number, string>;
  searching: boolean;
  found?: Found;
  /** Explores another set. @param dataset whose rows it has @param isOpen whether that is the one of the Data and Label tabs */
  open(set: EmbeddingSetInfo, dataset: number | undefined, isOpen: boolean): Promise<void>;
  /** Labels and splits of a newer data set, where it has the same rows. */
  follow(dataset: number): Promise<void>;
  draw(): Promise<void>;
  stop(): void;
  /** @param k how many clusters. */
  cluster(k: number): Promise<void>;
  predict(handle: number): Promise<void>;
  search(handle: number, query: string, prompt?: PromptChoice): Promise<void>;
  forgetSearch(): void;
  colour(id: string): void;
  toggle(place: number): void;
  choose(title: string, rows: ArrayLike<number>): void;
  chooseNone(): void;
  /** Rows as a file, with what is known of them. @returns undefined where it failed, which `error` says */
  save(rows: Uint32Array, format: ChosenRows['format']): Promise<Blob | undefined>;
  /** Fetches texts that are not here yet. */
  need(rows: readonly number[]): Promise<void>;
  dismiss(): void;
  /** Ends its worker. */
  end(): void;
}

export type ExploreStore = ReturnType<typeof createExploreStore>;

const EMPTY = {
  points: undefined,
  settled: false,
  stopped: false,
  clusters: undefined,
  clustering: false,
  pairs: undefined,
  columns: [],
  colourBy: CLUSTERS,
  hidden: new Set<number>(),
  chosen: undefined,
  texts: new Map<number, string>(),
  searching: false,
  found: undefined,
  step: undefined,
  error: undefined,
};

/** @param spawn starts a worker that draws maps */
export function createExploreStore(client: ComputeClient, spawn: () => ExploreClient) {
  return createStore<ExploreState>()((set, get) => {
    /** Of the set that is explored, with all its rows; made when it is needed. */
    let worker: { client: ExploreClient; filled: Promise<void> } | undefined;
    let predicting: AbortController | undefined;
    /** The data set whose labels were read last. */
    let latest: number | undefined;
    let sought = 0;

    const fail = (thrown: unknown) => {
      const error = toTandemError(thrown);
      if (error.code !== 'aborted') set({ error });
    };
    const forSet = (info: EmbeddingSetInfo | undefined) => get().set === info;
    const end = () => {
      worker?.client.end();
      worker = undefined;
    };
    const at = (what: Step) => (share: number) => set({ step: { what, share } });

    /** Labels, splits and, of the data set that is open, keys of its rows: those of other rows are not taken. */
    const read = async (dataset: number, isOpen: boolean) => {
      const { set: info, keys: before } = get();
      try {
        const keys = isOpen ? (await outlineOf(client, dataset)).keys : undefined;
        if (before && !(keys?.length === before.length && before.every((key, row) => key === keys[row]))) return;
        const columns = await client.call('pointColumns', { dataset });
        if (!forSet(info)) return;
        const predictions = get().columns.filter(({ role }) => role === 'prediction');
        latest = dataset;
        set({ keys, columns: [...columns, ...predictions] });
      } catch (thrown) {
        if (toTandemError(thrown).code !== 'disposed') fail(thrown);
      }
    };

    const filled = async (): Promise<ExploreClient> => {
      const info = get().set as EmbeddingSetInfo;
      if (!worker) {
        const started = spawn();
        worker = { client: started, filled: handOver(client, started, info.set, get().count, at('reading')) };
      }
      const { client: mine, filled: ready } = worker;
      await ready;
      return mine;
    };

    return {
      count: 0,
      ...EMPTY,

      async open(info, dataset, isOpen) {
        if (get().set === info) return;
        end();
        predicting?.abort();
        set({ ...EMPTY, set: info, keys: undefined, predicting: undefined, count: Math.min(info.count, MOST_POINTS) });
        if (dataset !== undefined) await read(dataset, isOpen);
        if (forSet(info) && info.count <= MOST_UNASKED) await get().draw();
      },

      async follow(dataset) {
        if (get().keys && dataset !== latest) await read(dataset, true);
      },

      async draw() {
        const { set: info, count, step } = get();
        if (!info || step || count < FEWEST_POINTS) return;
        set({ step: { what: 'reading', share: 0 }, stopped: false, error: undefined });
        try {
          const mine = await filled();
          if (!get().clusters) {
            const k = usualClusters(count);
            const clusters = await mine.call('clusters', { k, seed: 1 }, { onProgress: ({ share }) => at('clusters')(share) });
            set({ clusters });
          }
          at('neighbours')(0);
          const pairs = await mine.call('neighbours', { nearlySame: LEAST_ALIKE }, { onProgress: ({ share }) => at('neighbours')(share) });
          set({ pairs });
          at('layout')(0);
          const points = await mine.call(
            'map',
            { seed: 1 },
            {
              onProgress({ share, points: soFar }) {
                at('layout')(share);
                if (soFar) set({ points: soFar, settled: false });
              },
            },
          );
          set({ points, settled: true, step: undefined });
        } catch (thrown) {
          // Whoever ended it has put things in order.
          if (toTandemError(thrown).code === 'aborted') return;
          end();
          if (forSet(info)) {
            set({ step: undefined });
            fail(thrown);
          }
        }
      },

      stop() {
        end();
        set({ step: undefined, clustering: false, stopped: true, settled: get().points !== undefined });
      },

      async cluster(k) {
        const info = get().set;
        if (!info || get().clustering) return;
        set({ clustering: true, error: undefined });
        try {
          const mine = await filled();
          const clusters = await mine.call('clusters', { k, seed: 1 });
          if (forSet(info)) set({ clusters, ...(get().colourBy === CLUSTERS ? { hidden: new Set() } : {}) });
        } catch (thrown) {
          if (toTandemError(thrown).code === 'aborted') return;
          end();
          if (forSet(info)) fail(thrown);
        }
        // Rows were handed over for this alone.
        if (forSet(info)) set({ clustering: false, ...(get().step?.what === 'reading' ? { step: undefined } : {}) });
      },

      async predict(handle) {
        const info = get().set;
        if (!info) return;
        predicting?.abort();
        const controller = new AbortController();
        predicting = controller;
        const stop = () => controller.abort();
        set({ predicting: { done: 0, total: info.count, stop }, error: undefined });
        const onProgress = (progress: Progress) => {
          if (progress.stage === 'sentences' && predicting === controller)
            set({ predicting: { done: progress.done, total: info.count, stop } });
        };
        try {
          const columns = await client.call('predictedColumns', { handle, set: info.set }, { signal: controller.signal, onProgress });
          if (forSet(info)) {
            set({ columns: [...get().columns.filter(({ role }) => role !== 'prediction'), ...columns] });
            const [first] = columns;
            if (first) get().colour(`prediction:${first.title}`);
          }
        } catch (thrown) {
          if (predicting === controller) fail(thrown);
        }
        if (predicting === controller) set({ predicting: undefined });
      },

      async search(handle, query, prompt = {}) {
        const info = get().set;
        if (!info || query.trim() === '') return;
        const mine = ++sought;
        set({ searching: true, error: undefined });
        try {
          const hits = await client.call('searchEmbeddings', { handle, set: info.set, query, count: HITS, ...prompt });
          if (mine === sought && forSet(info)) set({ found: { query, hits }, searching: false });
        } catch (thrown) {
          if (mine !== sought) return;
          set({ searching: false });
          fail(thrown);
        }
      },

      forgetSearch() {
        sought++;
        set({ found: undefined, searching: false });
      },

      colour: (colourBy) => set({ colourBy, hidden: new Set() }),
      toggle(place) {
        const hidden = new Set(get().hidden);
        if (!hidden.delete(place)) hidden.add(place);
        set({ hidden });
      },
      choose: (title, rows) => set({ chosen: { title, rows: Uint32Array.from(rows) } }),
      chooseNone: () => set({ chosen: undefined }),

      async save(rows, format) {
        const { set: info, clusters, columns, points, settled } = get();
        if (!info) return undefined;
        try {
          return await client.call('exportRows', {
            set: info.set,
            rows,
            format,
            columns: colouringsOf(clusters, columns, Number.POSITIVE_INFINITY),
            points: settled ? points : undefined,
          });
        } catch (thrown) {
          fail(thrown);
          return undefined;
        }
      },

      async need(rows) {
        const { set: info, texts } = get();
        const missing = rows.filter((row) => !texts.has(row));
        if (!info || missing.length === 0) return;
        try {
          const fetched = await client.call('embeddingTexts', { set: info.set, rows: missing });
          if (forSet(info)) set({ texts: new Map([...get().texts, ...missing.map((row, i) => [row, fetched[i]] as const)]) });
        } catch (thrown) {
          if (toTandemError(thrown).code !== 'disposed') fail(thrown);
        }
      },

      dismiss: () => set({ error: undefined }),
      end() {
        end();
        predicting?.abort();
      },
    };
  });
}

/** √(n/2) (Mardia, Kent & Bibby, 1979), and 20 at most: as many as are easily looked through. */
const usualClusters = (count: number) => Math.max(1, Math.min(20, Math.round(Math.sqrt(count / 2))));
