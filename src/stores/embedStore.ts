/** The sentences, the embedding job over them, and what is looked at in its result. */
import { createStore } from 'zustand/vanilla';
import type { EmbeddingRow, Neighbour } from '../embeddings/embeddingSet';
import type { EmbeddingFormat } from '../embeddings/formats';
import { type TandemError, toTandemError } from '../errors';
import type { ComputeClient } from '../workers/client';
import type { EmbeddingSetInfo, EmbedParams, Progress, PromptChoice, Tensor } from '../workers/protocol';

export const SAMPLE_SENTENCES = [
  'This is a sample sentence.',
  'Sentence transformers turn text into vectors.',
  'Berlin is the capital of Germany.',
  'An embedding maps a sentence to a point in space.',
  'Paris lies on the Seine, in the north of France.',
  'Angela Merkel met the board of Siemens in Munich.',
  'The striker scored twice in the second half.',
  'A late goal gave the home team the match.',
];

/** Rows of the heat map at most: more would be smaller than a fingertip. */
export const HEATMAP_ROWS = 64;
const NEIGHBOURS = 10;
const PAGE = 50;

export interface EmbedState {
  text: string;
  /** The prompt that was chosen, '' for none; undefined: as the model has it. */
  promptName?: string;
  running?: { progress?: Extract<Progress, { stage: 'sentences' }>; stop(): void };
  error?: TandemError;
  result?: EmbeddingSetInfo;
  /** The data set whose texts are embedded; undefined for lines. */
  from?: number;
  /** Rows that were looked at, by index; fetched a page at a time. */
  rows: Map<number, EmbeddingRow>;
  similarities?: Tensor;
  selected?: number;
  neighbours?: Neighbour[];
  setText(text: string): void;
  setPromptName(name: string | undefined): void;
  embed(handle: number, prompt?: PromptChoice, source?: EmbedParams['source']): Promise<void>;
  /** Fetches the rows [from, to) that are not here yet. */
  need(from: number, to: number): void;
  select(index: number): Promise<void>;
  download(format: EmbeddingFormat): Promise<Blob | undefined>;
  dismiss(): void;
}

export type EmbedStore = ReturnType<typeof createEmbedStore>;

let latest: { text: string; lines: string[] } = { text: '', lines: [] };

/** The lines that hold something. Those of the latest text are kept, as several panels ask for them. */
export function toLines(text: string): string[] {
  if (text !== latest.text) latest = { text, lines: text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '') };
  return latest.lines;
}

/** How many {@link toLines} gives, without making them: it is asked at every key. */
export function countLines(text: string): number {
  const filled = /[^\r\n]*\S[^\r\n]*/g;
  let count = 0;
  while (filled.test(text)) count++;
  return count;
}

export function createEmbedStore(client: ComputeClient) {
  return createStore<EmbedState>()((set, get) => {
    let job: AbortController | undefined;
    const requested = new Set<number>();

    const fail = (thrown: unknown) => {
      const error = toTandemError(thrown);
      if (error.code !== 'aborted') set({ error });
    };

    const show = async (result: EmbeddingSetInfo, from?: number) => {
      requested.clear();
      set({ result, from, rows: new Map(), similarities: undefined, selected: undefined, neighbours: undefined });
      if (result.count === 0) return;
      get().need(0, Math.min(result.count, HEATMAP_ROWS));
      const similarities = await client.call('similarities', { set: result.set, count: HEATMAP_ROWS });
      if (get().result === result) set({ similarities });
    };

    return {
      text: SAMPLE_SENTENCES.join('\n'),
      rows: new Map(),
      setText: (text) => set({ text }),
      setPromptName: (promptName) => set({ promptName }),
      dismiss: () => set({ error: undefined }),

      async embed(handle, prompt = {}, source = { kind: 'lines', lines: toLines(get().text) }) {
        if (source.kind === 'lines' && source.lines.length === 0) return;
        job?.abort();
        const controller = new AbortController();
        job = controller;
        set({ running: { stop: () => controller.abort() }, error: undefined });
        try {
          const result = await client.call(
            'embed',
            { handle, source, ...prompt },
            {
              signal: controller.signal,
              onProgress(progress) {
                const { running } = get();
                if (job === controller && running && progress.stage === 'sentences') set({ running: { ...running, progress } });
              },
            },
          );
          if (job !== controller) {
            void client.call('dropEmbeddings', { set: result.set });
            return;
          }
          const previous = get().result;
          set({ running: undefined });
          await show(result, source.kind === 'dataset' ? source.dataset : undefined);
          if (previous) void client.call('dropEmbeddings', { set: previous.set });
        } catch (thrown) {
          if (job === controller) {
            set({ running: undefined });
            fail(thrown);
          }
        }
      },

      need(from, to) {
        const { result } = get();
        if (!result) return;
        for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(to, result.count); page++) {
          if (requested.has(page)) continue;
          requested.add(page);
          client.call('embeddingRows', { set: result.set, from: page * PAGE, count: PAGE }).then((fetched) => {
            if (get().result !== result) return;
            set({ rows: new Map([...get().rows, ...fetched.map((row) => [row.index, row] as const)]) });
          }, fail);
        }
      },

      async select(index) {
        const { result } = get();
        if (!result) return;
        get().need(index, index + 1);
        set({ selected: index, neighbours: undefined });
        try {
          const neighbours = await client.call('nearest', { set: result.set, index, count: NEIGHBOURS });
          if (get().result === result && get().selected === index) set({ neighbours });
        } catch (thrown) {
          fail(thrown);
        }
      },

      async download(format) {
        const { result } = get();
        if (!result) return undefined;
        try {
          return await client.call('exportEmbeddings', { set: result.set, format });
        } catch (thrown) {
          fail(thrown);
          return undefined;
        }
      },
    };
  });
}
