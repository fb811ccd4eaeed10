/** What a file format is: how to know it, and how to read it. */
import type { Roles } from '../columns';
import type { ReadRows, Source } from '../rows';
import type { FormatName } from './titles';

export interface FormatResult extends ReadRows {
  /** Columns or fields that may play a part, where the format has any. */
  columns?: string[];
  /** The parts they were given. */
  roles?: Roles;
}

export interface Format {
  name: FormatName;
  /** What a person calls it. */
  title: string;
  /** Whether these files look like it, by names and content. */
  recognises(sources: Source[]): boolean;
  /** @param roles corrections by a person */
  read(source: Source, roles?: Roles): FormatResult;
}
