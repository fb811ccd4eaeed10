/** Projects in IndexedDB: small records that are written as one works, and the files of their data sets beside them. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type KeptSource, type Project, RESTORABLE_MS } from './project';

interface Schema extends DBSchema {
  projects: { key: string; value: Project };
  /** By the id of the project; a file's path from the folder that was opened is lost on the way into a database. */
  sources: { key: string; value: { source: KeptSource; paths?: string[] } };
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

  async write(project: Project): Promise<void> {
    await (await this.database()).put('projects', project);
  }

  async readSource(id: string): Promise<KeptSource | undefined> {
    const kept = await (await this.database()).get('sources', id);
    if (!kept) return undefined;
    const { source, paths } = kept;
    if (source.kind !== 'files' || !paths) return source;
    return { kind: 'files', files: source.files.map((file, i) => withPath(file, paths[i])) };
  }

  /** @param source undefined to forget the one that is kept */
  async writeSource(id: string, source: KeptSource | undefined): Promise<void> {
    const database = await this.database();
    if (!source) return database.delete('sources', id);
    const paths = source.kind === 'files' ? source.files.map((file) => file.webkitRelativePath) : undefined;
    await database.put('sources', { source, ...(paths ? { paths } : {}) }, id);
  }

  /** Forgets projects that were deleted too long ago to be restored. */
  async sweep(now = Date.now()): Promise<void> {
    for (const { id, removed } of await this.list()) {
      if (removed === undefined || now - removed < RESTORABLE_MS) continue;
      const transaction = (await this.database()).transaction(['projects', 'sources'], 'readwrite');
      await Promise.all([transaction.objectStore('projects').delete(id), transaction.objectStore('sources').delete(id), transaction.done]);
    }
  }

  private database(): Promise<IDBPDatabase<Schema>> {
    this.opened ??= openDB<Schema>('tandem', 1, {
      upgrade(database) {
        database.createObjectStore('projects', { keyPath: 'id' });
        database.createObjectStore('sources');
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

function withPath(file: File, path: string): File {
  if (path !== '') Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
}
