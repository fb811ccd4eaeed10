/** What every format's reader gets and gives: files, and their records before anything is known of the columns. */
import type { Roles } from './columns';
import type { Problem } from './dataset';
import { type JsonFile, parseJson } from './formats/json/json';
import type { LabelKind } from './labelKinds';

/** A file under its name. */
export interface Source {
  /** With the folders above it, where there are any. */
  name: string;
  /** '' for a file that is not text. */
  text: string;
  /** What a binary file holds: it was opened by this format. */
  opened?: Opened;
  /** Encoding it was read in, and others that would do, the likely one first; absent for UTF-8 and UTF-16. */
  encodings?: string[];
  /** What is to be read in another encoding, where there are several. */
  bytes?: Uint8Array;
  /** Set where it is not read. */
  passedOver?: PassedOver;
}

export interface PassedOver {
  /** "a PNG picture". */
  what: string;
  /** What to do, in a sentence. */
  advice: string;
  /** Whether it may well hold the data that were meant. */
  data: boolean;
}

export interface Opened {
  format: string;
  /** The one that is read unless another is chosen. */
  table: Table;
  /** All that it holds, where these are several. */
  sheets?: { name: string; table: Table }[];
  /** What is to be said of it when it is read, in sentences without a full stop. */
  notes?: string[];
}

/** A source while it is read: what several formats look at is worked out once. */
export class SourceFile implements Source {
  readonly name: string;
  /** Lines end with \n. */
  readonly text: string;
  readonly opened: Source['opened'];
  private parsed?: { json: JsonFile | undefined };

  constructor({ name, text, opened }: Source) {
    this.name = name;
    const unmarked = text.startsWith('\uFEFF') ? text.slice(1) : text;
    this.text = unmarked.includes('\r') ? unmarked.replace(/\r\n?/g, '\n') : unmarked;
    this.opened = opened;
  }

  /** The name without folders, in lower case. */
  get base(): string {
    return this.name.slice(this.name.lastIndexOf('/') + 1).toLowerCase();
  }

  /** Its first lines. */
  head(lines = 20): string[] {
    return this.text.split('\n', lines);
  }

  /** undefined where it is not JSON in any form. */
  get json(): JsonFile | undefined {
    this.parsed ??= { json: parseJson(this.text, /\.(jsonl?|ndjson)$/i.test(this.name)) };
    return this.parsed.json;
  }
}

export interface FileRecord {
  /** Counted from 1. */
  line: number;
  /** One per column of the table; missing ones are undefined. */
  values: unknown[];
}

export interface Table {
  columns: string[];
  records: FileRecord[];
  /** What the columns are, where the format itself says so: then no other column plays a part. */
  roles?: Roles;
  /** What offsets of spans count, where the spans’ own texts do not say it. Default: decided by where words begin and end. */
  offsets?: 'utf16' | 'codePoints';
  /** What columns hold, where the format says so. Default: decided by their values, and asked. */
  kinds?: Record<string, LabelKind>;
  /** Names of classes that are numbers in the records, by column: entry i is the name of i. */
  names?: Record<string, string[]>;
}
/** Says what is wrong with a file. Default severity: error. */
export type ReportProblem = (line: number | undefined, message: string, severity?: Problem['severity']) => void;

/** Where a record stands. */
export interface Place {
  file: string;
  line: number;
}

const NO_ROLES: Roles = { text: '', other: '', tokens: '', tags: '', spans: '', split: '', labels: [] };

/** The records of all files of a data set, column by column: a column means the same in each of them. */
export class Records {
  readonly places: Place[] = [];
  /** What offsets of spans count by the convention of a file's format, by file. */
  readonly offsets = new Map<string, NonNullable<Table['offsets']>>();
  /** What columns hold, where formats say so. */
  readonly kinds = new Map<string, LabelKind>();
  /** What formats say that columns are; a role that they do not name is played by none. */
  readonly roles: Roles | undefined;
  /** Names of classes that are numbers, by column, from the first file that gives them. */
  readonly names = new Map<string, string[]>();
  private readonly byName = new Map<string, unknown[]>();

  constructor(files: { file: string; table: Table }[]) {
    const stated = files.flatMap(({ table }) => table.roles ?? []);
    if (stated.length > 0)
      this.roles = stated.reduce<Roles>(
        (all, { labels = [], ...roles }) => {
          const more = labels.filter((column) => !all.labels?.includes(column));
          return Object.assign(all, roles, more.length > 0 ? { labels: [...(all.labels ?? []), ...more] } : {});
        },
        { ...NO_ROLES },
      );
    for (const { file, table } of files) {
      if (table.offsets) this.offsets.set(file, table.offsets);
      for (const [column, kind] of Object.entries(table.kinds ?? {})) this.kinds.set(column, kind);
      for (const [column, names] of Object.entries(table.names ?? {})) if (!this.names.has(column)) this.names.set(column, names);
      // A name that stands twice means its first column.
      const columns = table.columns.map((name, i) => (table.columns.indexOf(name) === i ? this.column(name) : undefined));
      for (const { line, values } of table.records) {
        for (const [i, column] of columns.entries()) if (column && values[i] !== undefined) this.put(column, values[i]);
        this.places.push({ file, line });
      }
    }
    for (const column of this.byName.values()) this.pad(column);
  }

  get columns(): string[] {
    return [...this.byName.keys()];
  }

  /** A value per record; undefined where a record has none. */
  values(column: string): unknown[] {
    return this.byName.get(column) ?? [];
  }

  private column(name: string): unknown[] {
    const known = this.byName.get(name);
    if (known) return known;
    const fresh: unknown[] = [];
    this.byName.set(name, fresh);
    return fresh;
  }

  private put(column: unknown[], value: unknown): void {
    this.pad(column);
    column.push(value);
  }

  private pad(column: unknown[]): void {
    while (column.length < this.places.length) column.push(undefined);
  }
}
