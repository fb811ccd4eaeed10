/** Files that no row could be read of, with what was understood of them: a person may correct it. */
import { TandemError } from '../errors';
import type { Roles } from './columns';
import type { Problem } from './dataset';
import type { Question } from './questions';

export interface RefusedReading {
  name: string;
  format?: string;
  fields: string[];
  roles: Roles;
  problems: Problem[];
  questions: Question[];
}

export class RefusedDataset extends TandemError {
  constructor(
    cause: TandemError,
    readonly reading: RefusedReading,
  ) {
    super(cause.code, cause.message, { cause });
    this.name = 'TandemError';
  }
}
