/** What a file format is: how to know it, and how to read it. */
import type { Roles } from '../columns';
import type { ReportProblem, Source, Table } from '../records';
import type { FormatName } from './titles';

export interface Format {
  name: FormatName;
  /** What a person calls it. */
  title: string;
  /** What its columns are, where the format itself says so; recognised where it is left out. */
  roles?: Roles;
  /** Whether these files look like it, by names and content. */
  recognises(sources: Source[]): boolean;
  read(source: Source, report: ReportProblem): Table;
}
