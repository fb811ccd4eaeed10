/** The labels that a person gives: rows one after another, everything that was done and can be taken back, and what the model suggests. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../../errors';
import type { Prediction } from '../../inference/predict';
import type { LabelChanges } from '../../project/database';
import type { Author, KeptOrder, LabelTask, RowMarks } from '../../project/labels';
import { type Edit, KeptSteps, type RowChange, type StepChanges } from '../../project/steps';
import type { ComputeClient } from '../../workers/client';
import type { FoundRow, Progress, RowSearch, RowToLabel } from '../../workers/protocol';
import { outlineOf } from '../outline';
import { type Lookup, Places } from '../places';
import { type Given, inverse, saidAfter, withLabel } from './edits';
import { Marks } from './marks';
import { withGone } from './names';
import { continued, keptOrder, orderAsKept, orderOf, type RowOrder } from './rowOrder';
import { EMPTY_TALLY, type Tally, tallyAfter, tallyOf } from './tally';

/** Rows fetched at once, in their order. */
const PAGE = 50;
/** Rows kept around those that are looked at: a data set of any size takes the same memory on the page. */
const KEPT = 1000;

/** A row by its number through all splits, and by its key. */
export type NamedRow = Pick<RowToLabel, 'key' | 'index'>;

export interface LabelState {
  /** Tasks that a person made or added names to. */
  tasks: LabelTask[];
  /** What a person said of rows, by their keys; of rows of other data sets, too. */
  marks: ReadonlyMap<string, RowMarks>;
  done: Edit[];
  undone: Edit[];
  /** How many steps came before these and are not known any more. */
  earlier: number;
  /** Steps below this number, counted from the earliest, are not kept over a reload. */
  keptFrom: number;
  /** Whether the data set has yet to be told of the latest labels. */
  stale: boolean;
  /** The data set whose rows these are. */
  dataset?: number;
  keys: string[];
  /** Rows by their keys. */
  places: Lookup;
  /** By column: 1 for rows with a label in the files. */
  labelled: ReadonlyMap<string, Uint8Array>;
  /** What was labelled so far. */
  tally: Tally;
  /** Rows that are here, by index. */
  rows: ReadonlyMap<number, RowToLabel>;
  /** The row that is looked at. */
  position: number;
  /** In which rows come. Absent: as the files have them. */
  order?: RowOrder;
  /** The order of the visit before, for rows that are not here yet. */
  lastOrder?: KeptOrder;
  /** Rows are being put in an order. */
  ordering?: { done: number; total: number; stop(): void };
  /** What the model answers for rows, by their keys; of the heads in use. */
  predictions: ReadonlyMap<string, Prediction>;
  error?: TandemError;
  /** Looks at the rows of a data set. @returns once they are there */
  show(dataset: number | undefined): Promise<void>;
  /** Fetches rows that are not here yet, by their places in the order. */
  need(from: number, to: number): void;
  go(position: number): void;
  /** Goes by so many rows of the order. */
  step(by: number): void;
  /** Puts the rows first of which the model is least sure, by its answers for all of them. */
  leastSureFirst(handle: number, task: string): Promise<void>;
  /** Puts these rows of the data set that is shown first, in their order, and goes to the first of them. @param title in words */
  showRows(title: string, rows: ArrayLike<number>): void;
  /** Puts rows behind the one that is looked at; an order of another title ends there. @param title in words */
  showNext(title: string, next: { rows: ArrayLike<number>; drawn: Iterable<number> }): void;
  asInFiles(): void;
  label(row: NamedRow, given: Given[], what: string, by?: Author): void;
  /** Gives many rows labels, to be taken back together. */
  labelAll(rows: readonly (readonly [row: NamedRow, given: Given[]])[], what: string, by?: Author): void;
  /** Flags, skips or comments on a row. */
  mark(row: RowToLabel, change: Partial<Omit<RowMarks, 'labels'>>, what: string): void;
  setTasks(tasks: LabelTask[], what: string): void;
  /** Many changes as one. */
  change(edit: Omit<Edit, 'position'>): void;
  /** @returns rows of the data set, with the labels that files hold; undefined where that failed, which `error` says */
  find(search: RowSearch): Promise<FoundRow[] | undefined>;
  undo(): void;
  redo(): void;
  /** Asks the model about rows. Default: the one that is looked at and those that come next. */
  suggest(handle: number, rows?: number[]): Promise<void>;
  forgetSuggestions(): void;
  told(): void;
  dismiss(): void;
}

export type LabelStore = ReturnType<typeof createLabelStore>;

/** What the order is called that {@link LabelState.leastSureFirst} makes. */
export const leastSure = (task: string): string => `${task}: least sure first`;

/** @param keep writes down what changed */
export function createLabelStore(client: ComputeClient, keep: (changes: LabelChanges) => void) {
  return createStore<LabelState>()((set, get) => {
    let requested = new Set<number>();
    let asked = 0;
    /** Of the steps; made when it is first asked for, as they come from the visit before. */
    let window: KeptSteps | undefined;
    const fail = (thrown: unknown) => set({ error: toTandemError(thrown) });

    const apply = (edit: Edit, steps: StepChanges) => {
      const said = saidAfter(edit);
      const tally = tallyAfter(get().tally, get(), edit.rows);
      const tasks = edit.tasks ? { tasks: withGone(get().tasks, edit.tasks.after) } : {};
      set({ marks: Marks.of(get().marks).with(said), tally, stale: true, ...tasks });
      keep({ marks: said, ...tasks, steps });
    };
    const perform = (edit: Omit<Edit, 'position'>) => {
      const { position, done, undone, earlier } = get();
      const step: Edit = { ...edit, position };
      const number = earlier + done.length;
      window ??= KeptSteps.of({ done, undone, earlier });
      const written = window.add(number, step) ? [[number, step] as const] : [];
      const { first } = window;
      apply(step, { written: new Map(written), from: number, done: number + 1, first });
      set({ done: [...done, step], undone: [], keptFrom: first });
    };
    /** @param by of the steps that are done, how many more there are then */
    const back = (edit: Edit, by: 1 | -1) => {
      const { done, undone, earlier } = get();
      window ??= KeptSteps.of({ done, undone, earlier });
      apply(edit, { written: new Map(), done: earlier + done.length + by, first: window.first });
      get().go(edit.position);
    };
    const keepOrder = () => {
      const { order, position } = get();
      keep({ order: order ? keptOrder(order, position) : null });
    };
    const placeOf = (row: number) => get().order?.places[row] ?? row;
    /** Forgets the rows that are farthest from a place. */
    const letGo = (rows: Map<number, RowToLabel>, around: number) => {
      if (rows.size <= 2 * KEPT) return;
      const distance = (row: number) => (row === get().position ? 0 : Math.abs(placeOf(row) - around));
      for (const row of [...rows.keys()].sort((a, b) => distance(a) - distance(b)).slice(KEPT)) {
        rows.delete(row);
        requested.delete(row);
      }
    };
    const change = ({ key }: NamedRow, after: RowMarks, what: string) =>
      perform({ what, rows: [{ key, before: get().marks.get(key), after }] });

    const look = async (dataset: number | undefined) => {
      requested = new Set();
      set({ dataset });
      if (dataset === undefined)
        return set({ keys: [], places: Places.NONE, labelled: new Map(), tally: EMPTY_TALLY, rows: new Map(), order: undefined });
      try {
        const outline = await outlineOf(client, dataset);
        if (get().dataset !== dataset) return;
        const { keys } = outline;
        const { lastOrder, order: orderBefore } = get();
        const labelled = new Map(outline.labelled);
        const before = get().keys;
        const same = keys.length === before.length && keys.every((key, i) => key === before[i]);
        const places = same ? get().places : await Places.of(keys);
        if (get().dataset !== dataset) return;
        const position = same ? get().position : Math.max(0, Math.min(get().position, keys.length - 1));
        set({
          // The data set has just been read with all that was said.
          tasks: get().tasks.map(({ gone: _, ...task }) => task),
          // The same keys stay the same list: what follows them need not compare them.
          keys: same ? before : keys,
          places,
          labelled,
          tally: tallyOf({ places, labelled }, get().marks),
          rows: same ? get().rows : new Map(),
          position,
          ...(same ? {} : { order: lastOrder && orderAsKept(lastOrder, keys.length), lastOrder: undefined }),
        });
        if (!same && orderBefore) keepOrder();
        get().need(placeOf(position), placeOf(position) + 1);
      } catch (thrown) {
        if (toTandemError(thrown).code !== 'disposed') fail(thrown);
      }
    };
    /** Whoever asks for the same data set waits for the same rows. */
    let looking = Promise.resolve();

    return {
      tasks: [],
      marks: new Map(),
      done: [],
      undone: [],
      earlier: 0,
      keptFrom: 0,
      stale: false,
      keys: [],
      places: Places.NONE,
      labelled: new Map(),
      tally: EMPTY_TALLY,
      rows: new Map(),
      position: 0,
      predictions: new Map(),

      show(dataset) {
        if (dataset !== get().dataset) looking = look(dataset);
        return looking;
      },

      need(from, to) {
        const { dataset, keys, order } = get();
        if (dataset === undefined) return;
        const asked = requested;
        for (let page = Math.floor(Math.max(0, from) / PAGE); page * PAGE < Math.min(to, keys.length); page++) {
          const end = Math.min((page + 1) * PAGE, keys.length);
          const wanted: number[] = [];
          for (let place = page * PAGE; place < end; place++) {
            const row = order ? order.rows[place] : place;
            if (!asked.has(row)) wanted.push(row);
          }
          if (wanted.length === 0) continue;
          for (const row of wanted) asked.add(row);
          client.call('rowsToLabel', { dataset, rows: wanted }).then(
            (fetched) => {
              if (asked !== requested) return;
              const rows = new Map([...get().rows, ...fetched.map((row) => [row.index, row] as const)]);
              letGo(rows, page * PAGE);
              set({ rows });
            },
            (thrown) => toTandemError(thrown).code !== 'disposed' && fail(thrown),
          );
        }
      },

      go(position) {
        const { keys } = get();
        if (position < 0 || position >= keys.length) return;
        set({ position });
        const { order } = get();
        // Only of one that is made anew does it matter where in it one is.
        keep({ position, ...(order?.drawn ? { order: keptOrder(order, position) } : {}) });
        const place = placeOf(position);
        get().need(place - 1, place + 2);
      },

      step(by) {
        const { order, position } = get();
        const next = placeOf(position) + by;
        get().go(order ? (order.rows[next] ?? -1) : next);
      },

      async leastSureFirst(handle, task) {
        const { dataset } = get();
        if (dataset === undefined || get().ordering) return;
        const controller = new AbortController();
        set({ ordering: { done: 0, total: get().keys.length, stop: () => controller.abort() }, error: undefined });
        let opened: number | undefined;
        try {
          opened = (await client.call('openPredictions', { handle, dataset })).set;
          const onProgress = (progress: Progress) => {
            const { ordering } = get();
            if (ordering && progress.stage === 'sentences') set({ ordering: { ...ordering, done: progress.done } });
          };
          const { done, rows: total } = await client.call(
            'runPredictions',
            { handle, set: opened },
            { signal: controller.signal, onProgress },
          );
          if (done < total || get().dataset !== dataset) return;
          const rows = await client.call('predictionOrder', { set: opened, view: { order: { task, first: 'least' } } });
          get().showRows(leastSure(task), rows);
        } catch (thrown) {
          if (toTandemError(thrown).code !== 'aborted') fail(thrown);
        } finally {
          set({ ordering: undefined });
          if (opened !== undefined) void client.call('dropPredictions', { set: opened });
        }
      },

      showRows(title, rows) {
        const order = orderOf(title, rows, get().keys.length);
        if (order.first === 0) return;
        set({ order });
        keepOrder();
        get().go(order.rows[0]);
      },

      showNext(title, next) {
        const { order, position, keys } = get();
        set({ order: continued(order?.title === title ? order : undefined, position, title, next, keys.length) });
        if (order?.title !== title) keepOrder();
        get().need(placeOf(position), placeOf(position) + 2);
      },

      asInFiles() {
        set({ order: undefined });
        keepOrder();
      },

      label: (row, given, what, by) => get().labelAll([[row, given]], what, by),

      labelAll(rows, what, by = 'person') {
        const now = Date.now();
        const changed = rows.map(([{ key, index }, given]): RowChange => {
          const isDrawn = get().order?.drawn?.has(index) ?? false;
          const before = get().marks.get(key);
          return { key, before, after: given.reduce((marks, each) => withLabel(marks, each, by, now, isDrawn), before ?? {}) };
        });
        perform({ what, rows: changed });
      },

      mark(row, marked, what) {
        const { flagged, skipped, comment, labels } = { ...get().marks.get(row.key), ...marked };
        const after: RowMarks = {
          ...(labels ? { labels } : {}),
          ...(flagged ? { flagged } : {}),
          ...(skipped ? { skipped } : {}),
          ...(comment ? { comment } : {}),
        };
        change(row, after, what);
      },

      setTasks: (tasks, what) => perform({ what, rows: [], tasks: { before: get().tasks, after: tasks } }),
      change: perform,

      async find(search) {
        const { dataset } = get();
        if (dataset === undefined) return undefined;
        try {
          return await client.call('findRows', { dataset, search });
        } catch (thrown) {
          fail(thrown);
          return undefined;
        }
      },

      undo() {
        const { done, undone } = get();
        const edit = done.at(-1);
        if (!edit) return;
        back(inverse(edit), -1);
        set({ done: done.slice(0, -1), undone: [...undone, edit] });
      },

      redo() {
        const { done, undone } = get();
        const edit = undone.at(-1);
        if (!edit) return;
        back(edit, 1);
        set({ undone: undone.slice(0, -1), done: [...done, edit] });
      },

      async suggest(handle, wanted) {
        const { rows, order, predictions } = get();
        const place = placeOf(get().position);
        const near = wanted ?? [0, 1, 2].map((step) => (order ? order.rows[place + step] : place + step));
        const unknown = near.flatMap((index) => rows.get(index) ?? []).filter(({ key }) => !predictions.has(key));
        if (unknown.length === 0) return;
        const mine = asked;
        try {
          const texts = unknown.map(({ text, other }) => ({ text, ...(other === undefined ? {} : { other }) }));
          const found = await client.call('predict', { handle, texts });
          if (mine === asked) {
            set({ predictions: new Map([...get().predictions, ...unknown.map(({ key }, i) => [key, found[i]] as const)]) });
          }
        } catch (thrown) {
          if (mine === asked) fail(thrown);
        }
      },

      forgetSuggestions() {
        asked++;
        set({ predictions: new Map() });
      },

      told: () => set({ stale: false }),
      dismiss: () => set({ error: undefined }),
    };
  });
}
