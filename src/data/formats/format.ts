/** What a file format is: how to know it, how to read it, and how to write it. */
import type { Ask } from '../questions';
import type { ReportProblem, SourceFile, Table } from '../records';
import type { Steps } from '../steps';
import type { OutData, OutFile } from './output';

/** What a reader may say and ask while it reads. */
export interface Reading {
  /** Says what is wrong with the file. */
  report: ReportProblem;
  /** Asks what the file leaves open. */
  ask: Ask;
}

export interface Format {
  /** What code calls it. */
  name: string;
  /** What a person calls it. */
  title: string;
  /** Whether these files look like it, by names and content. They belong together, and there is at least one. */
  recognises(files: SourceFile[]): boolean;
  /**
   * Makes one file of those that are read together. Default: each is read by itself.
   *
   * @throws TandemError `bad-input` where one that is needed is missing
   */
  join?(files: SourceFile[], report: ReportProblem, ask: Ask): SourceFile[];
  /** @throws TandemError `bad-input` for a file that cannot be read at all */
  read(file: SourceFile, reading: Reading): Table;
  /** The same in steps, for formats of large files. */
  inSteps?(file: SourceFile, reading: Reading): Steps<Table>;
  /** Absent where it is only read. */
  writer?: Writer;
}

export interface Writer {
  /**
   * @param report says what the format cannot express, with counts, in a sentence without a full stop
   * @returns one file, or several that belong together, by paths without a leading slash
   */
  write(data: OutData, report: (message: string) => void): OutFile[] | Promise<OutFile[]>;
}
