/** The project that is open in this tab, and the others of this browser. It outlives the stores of the panels: those are made anew for each project. */
import { createStore } from 'zustand/vanilla';
import { TandemError, toTandemError } from '../../errors';
import { claimProject, openProjects } from '../../project/claims';
import type { LabelChanges, ProjectDatabase } from '../../project/database';
import { type KeptLabels, NO_LABELS, type RowMarks } from '../../project/labels';
import { newProject, type Project, type ProjectInfo } from '../../project/project';
import { bothChanges } from '../../project/steps';
import { rememberedByTab, rememberForTab } from '../preferences';
import type { Kept } from './autosave';
import type { Restored } from './work';

/** A project as it is put before a person. */
export interface Opened extends Kept {
  labels?: KeptLabels;
  /** The model that came with it in a file, to be stored and loaded. */
  model?: { path: string; file: Blob };
}

export interface ProjectListing extends ProjectInfo {
  /** Whether another tab has it open. */
  elsewhere: boolean;
}

export interface ProjectState {
  current: ProjectInfo;
  /** What is written of it, or about to be. */
  kept: Kept;
  /** All of this browser, this one included, the latest changed first; deleted ones as well. Read when asked for. */
  list: ProjectListing[];
  /** Whether the latest changes are written; `never`: nothing was done yet that is worth keeping. */
  saved: 'never' | 'saved' | 'failed';
  error?: TandemError;
  /** What a person should know of how it was opened. */
  notice?: string;
  refresh(): Promise<void>;
  /** Writes the work of the project that is open. @throws what the browser says where it refuses */
  keep(now: Kept): Promise<void>;
  /** Writes labels at once, not after the writes before them; what cannot be written is tried again with the next of them. */
  keepLabels(changes: LabelChanges): Promise<void>;
  rename(name: string): Promise<void>;
  /** Opens a project in the place of this one. */
  open(id: string): Promise<void>;
  create(): Promise<void>;
  /** Opens a copy of this one. */
  duplicate(): Promise<void>;
  /** Of this one, the next is opened in its place. It can be restored for a day. */
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** @param model the file of the model in use, where it goes along. @returns undefined where it failed */
  save(model?: Blob): Promise<Blob | undefined>;
  openFile(file: File): Promise<void>;
  dismiss(): void;
}

export type ProjectStore = ReturnType<typeof createProjectStore>;

interface Shown {
  /** Writes what is not written yet of the project that is open. */
  flush(): Promise<void>;
  /** All of it as it is now, written or not. */
  present(): Restored;
  /** Makes the stores anew for another project. */
  show(opened: Opened): void;
}

/** A tab that is being reloaded gives its project up within this time. */
const RELOAD_MS = 2000;

/** @param first the project to begin with, claimed by this tab; see `firstProject` */
export function createProjectStore(database: ProjectDatabase, first: First, shown: Shown) {
  return createStore<ProjectState>()((set, get) => {
    let release = first.release;

    /** Not written yet. */
    const pending = new Map<string, RowMarks | undefined>();
    let labelling: Omit<LabelChanges, 'marks'> = {};
    let writing: Promise<void> = Promise.resolve();
    /** Of these, what is being written: thousands of rows take a while, and are not written again with each label after. */
    const underWay = new Map<string, RowMarks | undefined>();
    const writeLabels = async () => {
      const marks = new Map(pending);
      for (const [row, said] of underWay) if (marks.get(row) === said) marks.delete(row);
      const others = labelling;
      for (const [row, said] of marks) underWay.set(row, said);
      const { current, saved } = get();
      try {
        await Promise.all([saved === 'never' && database.write(current), database.writeLabels(current.id, { marks, ...others })]);
        for (const [row, said] of marks) if (pending.get(row) === said) pending.delete(row);
        if (labelling === others) labelling = {};
        report('labels');
      } catch (thrown) {
        report('labels', thrown);
      } finally {
        for (const [row, said] of marks) if (underWay.get(row) === said) underWay.delete(row);
      }
    };

    /** What could not be written the last time. */
    const unsaved = new Set<'work' | 'labels'>();
    const report = (part: 'work' | 'labels', thrown?: unknown) => {
      if (thrown === undefined) unsaved.delete(part);
      else unsaved.add(part);
      if (thrown !== undefined) set({ saved: 'failed', error: toProjectError(thrown) });
      else if (unsaved.size === 0) set({ saved: 'saved', error: undefined });
    };

    /** Writes what is not written yet. @throws TandemError `storage-failed` where that cannot be: it would be lost with the stores */
    const leave = async () => {
      if (unsaved.has('labels')) void get().keepLabels({});
      await Promise.all([shown.flush(), writing]);
      if (unsaved.size === 0) return;
      throw new TandemError(
        'storage-failed',
        `The latest changes of “${get().current.name}” could not be kept, so it stays open. Save it as a file, or free room and try again.`,
      );
    };

    const attempt = async (task: () => Promise<void>) => {
      set({ error: undefined, notice: undefined });
      try {
        await task();
      } catch (thrown) {
        set({ error: toProjectError(thrown) });
      }
      await get().refresh();
    };

    /** @param isNew whether nothing of it is written yet */
    const enter = async (project: Project, opened: Opened, isNew: boolean) => {
      const claim = await claimProject(project.id);
      if (!claim) throw new TandemError('bad-input', `“${project.name}” is open in another tab. Close it there first.`);
      release();
      release = claim;
      remember(project.id);
      set({ current: infoOf(project), kept: opened, saved: isNew ? 'never' : 'saved' });
      shown.show(opened);
    };
    const names = async (besides?: string) =>
      (await database.list()).filter(({ id, removed }) => removed === undefined && id !== besides).map(({ name }) => name);
    const change = async (id: string, what: Partial<Project>) => {
      const project = await database.read(id);
      if (project) await database.write({ ...project, ...what });
    };
    /** Writes it down with everything in it, and opens it. */
    const add = async (project: Project, opened: Opened) => {
      // What was done in the one that it is a copy of is not taken back here.
      const { steps: _, ...labels } = opened.labels ?? NO_LABELS;
      await database.writeLabels(project.id, labels);
      await database.write({ ...project, work: opened.work }, opened.source && { source: opened.source });
      await enter(project, { ...opened, labels }, false);
    };
    const enterStored = async (id: string) => {
      const project = await database.read(id);
      if (!project) throw new TandemError('bad-input', 'This project is gone.');
      const [source, labels] = await Promise.all([database.readSource(id), database.readLabels(id)]);
      await enter(project, { work: project.work, source, labels }, false);
    };
    const enterNew = async (besides?: string) => enter(newProject(await names(besides)), {}, true);

    return {
      current: infoOf(first.project),
      kept: first,
      list: [],
      saved: first.work ? 'saved' : 'never',
      error: first.error,
      notice: first.notice,

      async refresh() {
        try {
          const [projects, open] = await Promise.all([database.list(), openProjects()]);
          const { id } = get().current;
          set({ list: projects.map((project) => ({ ...infoOf(project), elsewhere: project.id !== id && open.has(project.id) })) });
        } catch (thrown) {
          set({ error: toProjectError(thrown) });
        }
      },

      async keep({ work, source }) {
        const current = { ...get().current, changed: Date.now() };
        const before = get().kept;
        set({ current, kept: { work, source } });
        try {
          await database.write({ ...current, work }, source === before.source ? undefined : { source });
          // Not where the files failed meanwhile, which were under way when this began: the next change writes them again.
          if (get().kept.source === source) report('work');
        } catch (thrown) {
          const { kept } = get();
          if (kept.source === source) set({ kept: { ...kept, source: before.source } });
          report('work', thrown);
          throw thrown;
        }
      },

      keepLabels({ marks = new Map(), steps, ...others }) {
        for (const [row, said] of marks) pending.set(row, said);
        const all = bothChanges(labelling.steps, steps);
        labelling = { ...labelling, ...others, ...(all ? { steps: all } : {}) };
        writing = Promise.all([writing, writeLabels()]).then(() => {});
        return writing;
      },

      rename: (name) =>
        attempt(async () => {
          const wanted = name.trim();
          if (wanted === '' || wanted === get().current.name) return;
          const current = { ...get().current, name: wanted };
          set({ current });
          // Nothing is read first: a reload right after the name is given would come between.
          await database.write({ ...current, work: get().kept.work });
        }),

      open: (id) =>
        attempt(async () => {
          await leave();
          await enterStored(id);
        }),

      create: () =>
        attempt(async () => {
          await leave();
          await enterNew();
        }),

      duplicate: () =>
        attempt(async () => {
          await leave();
          await add(newProject(await names(), `${get().current.name}, copy`), shown.present());
        }),

      remove: (id) =>
        attempt(async () => {
          // It is left first: what is still written of it would bring it back.
          if (id === get().current.id) {
            await leave();
            const [projects, open] = await Promise.all([database.list(), openProjects()]);
            const next = projects.find((project) => project.removed === undefined && !open.has(project.id));
            if (next) await enterStored(next.id);
            else await enterNew(id);
          }
          await change(id, { removed: Date.now() });
        }),

      restore: (id) => attempt(() => change(id, { removed: undefined })),

      async save(model) {
        let file: Blob | undefined;
        await attempt(async () => {
          const { writeProjectFile } = await import('../../project/projectFile');
          file = await writeProjectFile({ name: get().current.name, ...shown.present(), model });
        });
        return file;
      },

      openFile: (file) =>
        attempt(async () => {
          await leave();
          const { readProjectFile } = await import('../../project/projectFile');
          const { name, work, source, labels, model } = await readProjectFile(file, file.name);
          const project = newProject(await names(), name);
          await add(project, { work, source, labels, ...(model ? { model: modelFile(project, model) } : {}) });
        }),

      dismiss: () => set({ error: undefined, notice: undefined }),
    };
  });
}

const remember = (id: string) => rememberForTab('project', id);
const remembered = () => rememberedByTab('project');

export interface First extends Opened {
  project: Project;
  release(): void;
  notice?: string;
  error?: TandemError;
}

/** The project to begin with: the one that this tab had open, else the latest that no other tab has, else a new one. */
export async function firstProject(database: ProjectDatabase): Promise<First> {
  const start = async (project: Project, more: Partial<First> = {}): Promise<First> => {
    remember(project.id);
    return { project, release: (await claimProject(project.id)) ?? (() => undefined), ...more };
  };
  try {
    await database.sweep();
    const projects = (await database.list()).filter(({ removed }) => removed === undefined);
    const wanted = remembered();
    const mine = projects.find(({ id }) => id === wanted);
    const inOrder = mine ? [mine, ...projects.filter((project) => project !== mine)] : projects;
    const sought = inOrder[0];
    for (const project of inOrder) {
      const release = await claimProject(project.id, project === mine ? RELOAD_MS : 0);
      if (!release) continue;
      remember(project.id);
      const notice = project === sought ? undefined : elsewhere(sought, `“${project.name}” is open here`);
      const [source, labels] = await Promise.all([database.readSource(project.id), database.readLabels(project.id)]);
      return { project, release, work: project.work, source, labels, notice };
    }
    const names = projects.map(({ name }) => name);
    return start(newProject(names), sought ? { notice: elsewhere(sought, 'This tab has a new project') } : {});
  } catch (thrown) {
    return start(newProject([]), { error: toProjectError(thrown) });
  }
}

const elsewhere = ({ name }: Project, here: string) => `“${name}” is open in another tab. ${here}.`;

const infoOf = ({ id, name, created, changed, removed }: ProjectInfo): ProjectInfo => ({ id, name, created, changed, removed });

/** Stored under a name of its own, so that it replaces no model of a person's. */
const modelFile = ({ id, name }: Project, file: Blob) => ({ path: `${name.replaceAll('/', '-')}-${id.slice(0, 8)}.zip`, file });

/** What a browser that refuses its database says is of no help. */
function toProjectError(thrown: unknown): TandemError {
  if (thrown instanceof TandemError) return thrown;
  const name = thrown instanceof DOMException ? thrown.name : '';
  if (name === 'QuotaExceededError') {
    return new TandemError(
      'storage-full',
      'There is no room left to keep this project. Remove models or runs that are not needed; until then the latest changes last as long as this tab.',
    );
  }
  if (['InvalidStateError', 'SecurityError', 'UnknownError', 'AbortError', 'NotFoundError', 'DataError'].includes(name)) {
    return new TandemError(
      'internal',
      `The browser does not keep this project (${name}). It lasts as long as this tab: save it as a file before you close it. Private windows often refuse storage.`,
    );
  }
  return toTandemError(thrown);
}
