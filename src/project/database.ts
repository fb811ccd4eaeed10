/** Projects in IndexedDB: small records that are written as one works, and the files of their data sets beside them. */
import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from 'idb';
import { type KeptLabels, type KeptOrder, NO_LABELS, type RowMarks } from './labels';
import { type KeptSource, type Project, RESTORABLE_MS } from './project';
import { type Edit, type RowChange, type StepChanges, stepsOf } from './steps';

interface Schema extends DBSchema {
  projects: { key: string; value: Project };
  /** By the id of the project; a file's path from the folder that was opened is lost on the way into a database. */
  sources: { key: string; value: { source: KeptSource; paths?: string[] } };
  /** By the id of the project and the key of the row: each label is written as it is given. */
  marks: { key: [project: string, row: string]; value: RowMarks };
  /** By the id of the project; one record for each, so that neither has to be read to write the other. */
  labelling: { key: [project: string, part: keyof Labelling]; value: Labelling[keyof Labelling] };
  /** By the id of the project and their numbers; rows that are too many to be written at once come behind their step, in parts. */
  steps: { key: [project: string, number: number] | [project: string, number: number, part: number]; value: Edit | RowChange[] };
}

type Labelling = Required<Pick<KeptLabels, 'tasks' | 'position' | 'order' | 'choices'>> & { steps: Pick<StepChanges, 'done' | 'first'> };

/** What is left out stays as it is. */
export interface LabelChanges extends Partial<Pick<Labelling, 'tasks' | 'position' | 'choices'>> {
  /** `null`: as the files have them. */
  order?: KeptOrder | null;
  steps?: StepChanges;
  /** By the keys of rows; undefined for one of which nothing is said any more. */
  marks?: ReadonlyMap<string, RowMarks | undefined>;
}

export class ProjectDatabase {
  private opened: Promise<IDBPDatabase<Schema>> | undefined;

  /** @returns all of them, deleted ones too, the latest changed first */
  async list(): Promise<Project[]> {
    const projects = await (await this.database()).getAll('projects');
    return projects.sort((a, b) => b.changed - a.changed);
  }

  /** @returns undefined where there is none of this id */
  async read(id: string): Promise<Project | undefined> {
    return (await this.database()).get('projects', id);
  }

  /** @param files left out where they have not changed. Both are written, or neither: a record never names a data set that is not there */
  async write(project: Project, files?: { source: KeptSource | undefined }): Promise<void> {
    const transaction = (await this.database()).transaction(files ? ['projects', 'sources'] : ['projects'], 'readwrite');
    // Whatever is thrown below says it as well.
    transaction.done.catch(() => undefined);
    const writes: Promise<unknown>[] = [];
    if (files) {
      const sources = transaction.objectStore('sources');
      writes.push(files.source ? sources.put(toBeKept(files.source), project.id) : sources.delete(project.id));
    }
    writes.push(transaction.objectStore('projects').put(project));
    // Of a page that goes away, what is not committed by then is dropped.
    transaction.commit();
    await Promise.all([...writes, transaction.done]);
  }

  async readSource(id: string): Promise<KeptSource | undefined> {
    const kept = await (await this.database()).get('sources', id);
    if (!kept) return undefined;
    const { source, paths } = kept;
    if (source.kind !== 'files' || !paths) return source;
    return { kind: 'files', files: source.files.map((file, i) => withPath(file, paths[i])) };
  }

  async readLabels(id: string): Promise<KeptLabels> {
    const transaction = (await this.database()).transaction(['marks', 'labelling', 'steps']);
    const [marks, steps] = [transaction.objectStore('marks'), transaction.objectStore('steps')];
    const read = <P extends keyof Labelling>(part: P) =>
      transaction.objectStore('labelling').get([id, part]) as Promise<Labelling[P] | undefined>;
    const [keys, values, tasks = NO_LABELS.tasks, position = NO_LABELS.position, order, choices, counted] = await Promise.all([
      marks.getAllKeys(partsOf(id)),
      marks.getAll(partsOf(id)),
      read('tasks'),
      read('position'),
      read('order'),
      read('choices'),
      read('steps'),
    ]);
    const [numbers, edits] = await Promise.all([steps.getAllKeys(partsOf(id)), steps.getAll(partsOf(id))]);
    return {
      tasks,
      position,
      marks: new Map(keys.map(([, row], i) => [row, values[i]])),
      ...(counted
        ? {
            steps: stepsOf(
              wholeEdits(
                numbers.map(([, number]) => number),
                edits,
              ),
              counted,
            ),
          }
        : {}),
      ...(order ? { order } : {}),
      ...(choices ? { choices } : {}),
    };
  }

  /**
   * All of them or none. Everything is asked for at once, without a read between and without waiting for the writes before it:
   * a page that ends at any moment after has nothing more to do for them. More rows than a person labels one by one are written in
   * parts, so that the page answers meanwhile.
   */
  async writeLabels(id: string, { marks, position, tasks, order, choices, steps }: LabelChanges): Promise<void> {
    const durability = marks?.size || tasks ? 'strict' : 'relaxed';
    const transaction = (await this.database()).transaction(['marks', 'labelling', 'steps'], 'readwrite', { durability });
    // Whatever is thrown below says it as well.
    transaction.done.catch(() => undefined);
    const [rows, labelling] = [transaction.objectStore('marks'), transaction.objectStore('labelling')];
    const writes: Promise<unknown>[] = [];
    // Where one is refused all are, which the transaction says.
    const written = async () => void (await Promise.allSettled(writes.splice(0)));
    if (tasks) writes.push(labelling.put(tasks, [id, 'tasks']));
    if (position !== undefined) writes.push(labelling.put(position, [id, 'position']));
    if (order !== undefined) writes.push(order ? labelling.put(order, [id, 'order']) : labelling.delete([id, 'order']));
    if (choices) writes.push(labelling.put(choices, [id, 'choices']));
    if (steps) {
      const { from, done, first } = steps;
      const kept = transaction.objectStore('steps');
      if (from !== undefined) writes.push(kept.delete(IDBKeyRange.bound([id, from], [id, []])));
      if (first > 0) writes.push(kept.delete(IDBKeyRange.bound([id], [id, first], false, true)));
      for (const [number, edit] of steps.written) {
        writes.push(kept.put({ ...edit, rows: edit.rows.slice(0, WRITTEN_AT_ONCE) }, [id, number]));
        for (let row = WRITTEN_AT_ONCE; row < edit.rows.length; row += WRITTEN_AT_ONCE) {
          await written();
          writes.push(kept.put(edit.rows.slice(row, row + WRITTEN_AT_ONCE), [id, number, row]));
        }
      }
      writes.push(labelling.put({ done, first }, [id, 'steps']));
    }
    for (const [row, said] of marks ?? []) {
      const write = said ? rows.put(said, [id, row]) : rows.delete([id, row]);
      writes.push(write);
      if (writes.length >= WRITTEN_AT_ONCE) await written();
    }
    transaction.commit();
    await Promise.all([...writes, transaction.done]);
  }

  /** Forgets projects that were deleted too long ago to be restored. */
  async sweep(now = Date.now()): Promise<void> {
    for (const { id, removed } of await this.list()) {
      if (removed === undefined || now - removed < RESTORABLE_MS) continue;
      const transaction = (await this.database()).transaction(['projects', 'sources', 'marks', 'labelling', 'steps'], 'readwrite');
      await Promise.all([
        transaction.objectStore('projects').delete(id),
        transaction.objectStore('sources').delete(id),
        transaction.objectStore('marks').delete(partsOf(id)),
        transaction.objectStore('labelling').delete(partsOf(id)),
        transaction.objectStore('steps').delete(partsOf(id)),
        transaction.done,
      ]);
    }
  }

  private database(): Promise<IDBPDatabase<Schema>> {
    this.opened ??= openDB<Schema>('tandem', 3, {
      upgrade(database) {
        // An earlier version may have made some of them.
        const missing = (name: StoreNames<Schema>) => !database.objectStoreNames.contains(name);
        if (missing('projects')) database.createObjectStore('projects', { keyPath: 'id' });
        for (const name of ['sources', 'marks', 'labelling', 'steps'] as const) if (missing(name)) database.createObjectStore(name);
      },
      // Another tab with a later version of the page wants to change the layout; what is asked next opens it anew.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        this.opened = undefined;
      },
      terminated: () => {
        this.opened = undefined;
      },
    });
    this.opened.catch(() => {
      this.opened = undefined;
    });
    return this.opened;
  }
}

function toBeKept(source: KeptSource): Schema['sources']['value'] {
  return source.kind === 'files' ? { source, paths: source.files.map((file) => file.webkitRelativePath) } : { source };
}

/** Rows; what takes a few milliseconds. */
const WRITTEN_AT_ONCE = 100;

/** Steps with all of their rows, from records in the order of their keys. */
function wholeEdits(numbers: number[], records: (Edit | RowChange[])[]): (readonly [number: number, edit: Edit])[] {
  const whole: (readonly [number, Edit])[] = [];
  for (const [i, record] of records.entries()) {
    if (!Array.isArray(record)) whole.push([numbers[i], record]);
    else for (const change of record) whole.at(-1)?.[1].rows.push(change);
  }
  return whole;
}

/** All records whose keys begin with a project. */
const partsOf = (id: string) => IDBKeyRange.bound([id], [id, []]);

function withPath(file: File, path: string): File {
  if (path !== '') Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
}
