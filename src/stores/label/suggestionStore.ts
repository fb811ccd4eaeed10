/** What the model learns while a person labels: suggestions for the rows that come next, and which rows these are. */
import { createStore } from 'zustand/vanilla';
import { breather, SLICE_MS } from '../../breather';
import { type TandemError, toTandemError } from '../../errors';
import type { LabelChoices } from '../../project/labels';
import type { ComputeClient } from '../../workers/client';
import type { LabelledRow, Learned, LearnedTask, RankedBy, RowSuggestions, SuggestedTask } from '../../workers/protocol';
import type { Lookup } from '../places';
import type { LabelStore } from './labelStore';
import { Marks } from './marks';

/** What is labelled, and what learns from it. */
export interface Target {
  handle: number;
  /** Tells one encoder of a handle from the next. */
  model: string;
  dataset: number;
  /** How its files are read: other corrections make other rows. */
  reading: string;
  tasks: SuggestedTask[];
}

export interface SuggestionState {
  /** How rows are ranked. Absent: nobody has chosen. */
  chosen?: RankedBy | 'files';
  /** The task whose answers they are ranked by. Default: the first one. */
  rankedTask?: string;
  /** Who suggests: what is learned here, or the heads in use. */
  source: 'labels' | 'heads';
  /** Texts are being read. */
  reading?: { done: number; total: number; secondsLeft?: number; stop(): void };
  /** Texts in all, and those that were read. */
  texts: { read: number; all: number };
  /** Rows that lack a label. */
  open: number;
  learning: boolean;
  /** That the worker knows what is learned here by. */
  session?: number;
  /** By task. */
  learned: Readonly<Record<string, LearnedTask>>;
  /** By row. */
  suggestions: ReadonlyMap<number, RowSuggestions>;
  error?: TandemError;
  /** Learns for this from now on; undefined while nothing is labelled. */
  follow(target: Target | undefined): void;
  /** Goes on reading texts. */
  read(): Promise<void>;
  rank(by: RankedBy | 'files', task?: string): void;
  /** Suggests for these rows as well, where their texts have been read: a list shows them. */
  look(rows: number[]): void;
  setSource(source: SuggestionState['source']): void;
  dismiss(): void;
}

export type SuggestionStore = ReturnType<typeof createSuggestionStore>;

export const QUEUES: Record<RankedBy, string> = {
  mixed: 'mixed: most useful first',
  leastSure: 'least sure first',
  drawn: 'drawn at random',
};

/** After the last label, so long passes before heads learn from it. */
const PAUSE_MS = 150;
/** Until heads learn again from texts that were still being compared. */
const COMPARING_MS = 2000;
/** With fewer rows there is nothing to choose from. */
const FEWEST_RANKED = 20;
/** Rows whose suggestions are fetched: the one that is looked at, and those that come next. */
const AHEAD = 3;

interface Session {
  number: number;
  target: Target;
  keys: string[];
  /** Rows by their keys. */
  rows: Lookup;
  /** What the worker knows. */
  sent: Marks;
}

/** @param keep writes down what a person has chosen */
export function createSuggestionStore(client: ComputeClient, labels: LabelStore, keep: (choices: LabelChoices) => void) {
  const store = createStore<SuggestionState>()((set, get) => {
    let target: Target | undefined;
    let session: Session | undefined;
    let opening = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let later: ReturnType<typeof setTimeout> | undefined;
    /** Something has changed since the turn that is under way began. */
    let again = false;
    /** Texts that were read when rows were last ranked. */
    let rankedAt = 0;
    let reader: AbortController | undefined;
    /** A person has stopped reading: it goes on when they say so. */
    let halted = false;
    /** Rows that a list shows. */
    let inSight: number[] = [];

    const drop = () => {
      reader?.abort();
      halted = false;
      if (session) void client.call('dropSuggestions', { session: session.number }).catch(() => undefined);
      session = undefined;
      rankedAt = 0;
      set({ session: undefined, learned: {}, suggestions: new Map(), texts: { read: 0, all: 0 } });
    };
    const fail = (thrown: unknown) => {
      const error = toTandemError(thrown);
      if (error.code === 'aborted') return;
      // The model or the data set has changed meanwhile: what comes next begins anew.
      if (error.code === 'disposed') drop();
      else set({ error });
    };

    const isSame = (a: Target, b: Target) =>
      a.handle === b.handle && a.model === b.model && a.reading === b.reading && needsStates(a) >= needsStates(b);

    const open = async () => {
      const { keys, dataset } = labels.getState();
      if (!target || opening || keys.length === 0 || dataset !== target.dataset || target.tasks.length === 0) return;
      if (session && isSame(session.target, target) && sameKeys(session.keys, keys)) {
        session.target = { ...session.target, tasks: target.tasks };
        soon();
        if (!halted && get().open > 0) void get().read();
        return;
      }
      drop();
      opening = true;
      const mine = target;
      try {
        const { handle, dataset: of } = mine;
        const opened = await client.call('openSuggestions', { handle, dataset: of, states: needsStates(mine) });
        if (mine.handle !== target?.handle || keys !== labels.getState().keys) {
          void client.call('dropSuggestions', { session: opened.session });
          return;
        }
        session = { number: opened.session, target: mine, keys, rows: labels.getState().places, sent: Marks.NONE };
        set({ session: opened.session, texts: { read: opened.done, all: opened.rows }, error: undefined });
        await turn();
        // Where every row has a label nothing is suggested.
        if (get().open > 0) void get().read();
      } catch (thrown) {
        fail(thrown);
      } finally {
        opening = false;
        const isLate = target !== mine || keys !== labels.getState().keys;
        if (target && isLate && !(session && isSame(session.target, target))) void open();
      }
    };

    /** What a person has said since the last turn. */
    const changes = async (of: Session): Promise<LabelledRow[]> => {
      const marks = Marks.of(labels.getState().marks);
      const changed: LabelledRow[] = [];
      const breathe = breather(SLICE_MS);
      for (const [key, said] of marks.since(of.sent)) {
        await breathe();
        const row = of.rows.get(key);
        if (row === undefined) continue;
        const given = Object.entries(said?.labels ?? {}).map(([column, { label }]): LabelledRow['labels'][0] => [column, label]);
        changed.push({ row, labels: given, skipped: said?.skipped ?? false });
      }
      of.sent = marks;
      return changed;
    };

    const rankingOf = (of: Session) => {
      const { chosen, rankedTask, source } = get();
      const { order } = labels.getState();
      if (chosen === 'files' || source === 'heads') return undefined;
      // Rows that were sent from elsewhere stay first.
      if (order && !Object.values(QUEUES).includes(order.title)) return undefined;
      if (chosen === undefined && of.keys.length < FEWEST_RANKED) return undefined;
      return { by: chosen ?? 'mixed', task: rankedTask ?? of.target.tasks[0].task };
    };

    const turn = async () => {
      if (!session || !target) return;
      if (get().learning) {
        again = true;
        return;
      }
      const mine = session;
      set({ learning: true });
      try {
        do {
          again = false;
          const ranking = rankingOf(mine);
          const { tasks } = mine.target;
          const changed = await changes(mine);
          if (mine !== session) return;
          const learned = await client.call('learnLabels', { session: mine.number, tasks, changed, ranking });
          if (mine !== session) return;
          take(mine, learned, ranking);
          await suggest(true);
          clearTimeout(later);
          if (learned.comparing) later = setTimeout(() => void turn(), COMPARING_MS);
        } while (again && mine === session);
      } catch (thrown) {
        if (mine === session) fail(thrown);
      } finally {
        set({ learning: false });
      }
    };

    const take = (of: Session, { tasks, queue, read, open: left }: Learned, ranking: ReturnType<typeof rankingOf>) => {
      set({ learned: tasks, texts: { ...get().texts, read }, open: left });
      rankedAt = read;
      const hasSomething = get().chosen !== undefined || Object.keys(tasks).length > 0;
      // A person may have chosen another order meanwhile.
      const wanted = rankingOf(of);
      if (!queue || !ranking || !hasSomething || wanted?.by !== ranking.by || wanted.task !== ranking.task) return;
      // What a person has labelled while rows were ranked does not come again: the key for its class would take the label back.
      const { marks } = labels.getState();
      const rows = queue.rows.filter((row) => marks.get(of.keys[row]) === of.sent.get(of.keys[row]));
      if (rows.length > 0) labels.getState().showNext(QUEUES[ranking.by], { ...queue, rows });
    };

    /** @param anew asks for rows again that have suggestions of the heads before */
    const suggest = async (anew = false) => {
      const mine = session;
      const { position, order, keys } = labels.getState();
      if (!mine || keys.length === 0 || Object.keys(get().learned).length === 0) return;
      const place = order ? order.places[position] : position;
      const near = Array.from({ length: AHEAD }, (_, i) => (order ? order.rows[place + i] : place + i));
      const isWanted = (row: number) => row !== undefined && row < keys.length && (anew || !get().suggestions.has(row));
      const rows = near.filter(isWanted);
      if (rows.length > 0) {
        const found = await client.call('suggestLabels', { session: mine.number, rows });
        if (mine !== session) return;
        // What a list shows stays until there is something else in its place.
        const before = [...get().suggestions].filter(([row]) => !anew || inSight.includes(row));
        set({ suggestions: new Map([...before, ...rows.map((row, i) => [row, found[i]] as const)]) });
      }
      const others = inSight.filter((row) => isWanted(row) && !near.includes(row));
      if (others.length === 0) return;
      const found = await client.call('suggestLabels', { session: mine.number, rows: others, leaveUnread: true });
      if (mine !== session) return;
      const suggestions = new Map(get().suggestions);
      for (const [i, row] of others.entries()) {
        // One without any is read, and asked for again, once it comes next.
        if (Object.keys(found[i]).length > 0) suggestions.set(row, found[i]);
        else suggestions.delete(row);
      }
      set({ suggestions });
    };

    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void turn(), PAUSE_MS);
    };

    labels.subscribe((now, before) => {
      if (now.keys !== before.keys || now.dataset !== before.dataset) void open();
      else if (now.marks !== before.marks) soon();
      else if (now.position !== before.position) void suggest().catch(fail);
    });

    return {
      source: 'labels',
      texts: { read: 0, all: 0 },
      open: 0,
      learning: false,
      learned: {},
      suggestions: new Map(),

      follow(next) {
        target = next;
        if (next) void open();
        else reader?.abort();
      },

      async read() {
        const mine = session;
        if (!mine || get().reading || get().texts.read >= get().texts.all) return;
        const controller = new AbortController();
        reader = controller;
        halted = false;
        const stop = () => {
          halted = true;
          controller.abort();
        };
        const { position, order } = labels.getState();
        const first = order ? [...order.rows.subarray(order.places[position], order.places[position] + AHEAD)] : [position];
        set({ reading: { done: get().texts.read, total: get().texts.all, stop } });
        try {
          const { done, rows } = await client.call(
            'readToSuggest',
            { session: mine.number, first },
            {
              signal: controller.signal,
              onProgress(progress) {
                if (progress.stage !== 'sentences' || mine !== session) return;
                const { done: read, total = 0, secondsLeft } = progress;
                set({ reading: { done: read, total, secondsLeft, stop }, texts: { read, all: total } });
                // Twice as many texts to choose from are worth a new order.
                if (read >= 2 * Math.max(rankedAt, 50)) {
                  rankedAt = read;
                  soon();
                }
              },
            },
          );
          if (mine === session) set({ texts: { read: done, all: rows } });
        } catch (thrown) {
          if (mine === session) fail(thrown);
        } finally {
          set({ reading: undefined });
          if (!controller.signal.aborted && mine === session) soon();
          // It is wanted again already: by another session, or in a tab that was left for a moment.
          if (controller.signal.aborted && target && !halted) void get().read();
        }
      },

      rank(by, task) {
        set({ chosen: by, ...(task === undefined ? {} : { rankedTask: task }) });
        keep(choicesOf(get()));
        const { order, asInFiles } = labels.getState();
        // The choice of a person ends any other order.
        if (by === 'files' || (order && order.title !== QUEUES[by])) asInFiles();
        if (by !== 'files') void turn();
      },

      look(rows) {
        inSight = rows;
        void suggest().catch(fail);
      },

      setSource(source) {
        set({ source });
        keep(choicesOf(get()));
        if (source === 'labels') soon();
        else if (Object.values(QUEUES).includes(labels.getState().order?.title ?? '')) labels.getState().asInFiles();
      },

      dismiss: () => set({ error: undefined }),
    };
  });
  return store;
}

export const choicesOf = ({ chosen, rankedTask, source }: SuggestionState): LabelChoices => ({
  ...(chosen === undefined ? {} : { rankedBy: chosen }),
  ...(rankedTask === undefined ? {} : { rankedTask }),
  source,
});

const needsStates = ({ tasks }: Target): boolean => tasks.some(({ values }) => values === 'spans');

const sameKeys = (a: string[], b: string[]): boolean => a === b || (a.length === b.length && a.every((key, i) => key === b[i]));
