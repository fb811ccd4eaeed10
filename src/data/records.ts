/** What every format's reader gives: records as the file has them, before anything is known of their columns. */
import type { Problem } from './dataset';

/** A file of text under its name. */
export interface Source {
  name: string;
  text: string;
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
}

/** Says what is wrong with a file. Default severity: error. */
export type ReportProblem = (line: number | undefined, message: string, severity?: Problem['severity']) => void;

/** Where a record stands. */
export interface Place {
  file: string;
  line: number;
}

/** The records of all files of a data set, column by column: a column means the same in each of them. */
export class Records {
  readonly places: Place[] = [];
  private readonly byName = new Map<string, unknown[]>();

  constructor(files: { file: string; table: Table }[]) {
    for (const { file, table } of files) {
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
