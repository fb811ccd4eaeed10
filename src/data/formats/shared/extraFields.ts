/** Fields that a tool's records have beside its own: they came with the texts, and a person may still give them a role. */
import { columnNamed, isRowName } from '../../columnNames';
import { isName } from '../../labelKinds';
import { splitOfName } from '../../splitNames';
import type { Fields } from '../json/fields';

export interface ExtraFields {
  /** Those whose values are names or numbers, save ids and the like. */
  names: string[];
  /** The split of a record, where a field names it. */
  splitOf(record: Fields): string | undefined;
}

/** @param own fields whose meaning the tool gives */
export function extraFields(records: Fields[], own: string[]): ExtraFields {
  const names = new Set<string>();
  const nested = new Set<string>();
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) if (value !== null) (isName(value) ? names : nested).add(name);
  }
  const free = [...names].filter((name) => !nested.has(name) && !own.includes(name));
  const split = columnNamed(free, 'split').find((name) => records.some((record) => splitOfName(String(record[name] ?? '')) !== undefined));
  return {
    names: free.filter((name) => !isRowName(name)),
    splitOf: (record) => (split === undefined || record[split] === undefined ? undefined : String(record[split])),
  };
}
