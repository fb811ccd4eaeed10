/** Names of classes from a card, for files that have their numbers. */
import { plural } from '../../../plural';
import { knownValue } from '../../labelKinds';
import type { Table } from '../../records';
import type { Reading } from '../format';
import { applyFeature, type Feature, namesIn } from './features';
import type { Config } from './huggingFaceCard';

interface Carded {
  config: Config;
  /** The card's file. */
  card: string;
  opened?: unknown;
  /** Columns of which it was said before, in another file. */
  said: Set<string>;
}

/** Says once which columns got names. Of a Parquet file, whose own names were given before, only numbers are left. */
export function nameTable(table: Table, { config, card, opened, said }: Carded, { report, ask }: Reading): Table {
  const named = new Map<number, unknown[]>();
  for (const [i, column] of table.columns.entries()) {
    const feature = config.features.get(column);
    const names = feature && namesIn(feature);
    if (!feature || !names) continue;
    const values = table.records.map((record) => (opened ? record.values[i] : knownValue(record.values[i])));
    if (
      !hasNumbers(values, feature, names, !opened) ||
      (areNames(values, names) && (beyond(values, names) || !arePositions(column, names, ask)))
    )
      continue;
    let odd = 0;
    const found = values.map((value) => applyFeature(value, feature, { digits: !opened, odd: () => odd++ }));
    const list = names.slice(0, 4).map((name, number) => `${number} = ${name}`);
    if (odd > 0)
      report(
        undefined,
        `${column}: ${plural(odd, 'number has', 'numbers have')} no name in ${card}, so all are kept as numbers`,
        'warning',
      );
    else {
      named.set(i, found);
      if (said.has(column)) continue;
      said.add(column);
      report(undefined, `${column}: numbers are read as ${card} names them (${list.join(', ')}${names.length > 4 ? ' …' : ''})`, 'warning');
    }
  }
  if (named.size === 0) return table;
  const records = table.records.map(({ line, values }, row) => ({
    line,
    values: values.map((value, i) => (named.has(i) ? named.get(i)?.[row] : value)),
  }));
  return { ...table, records };
}

/** Whether anything would get a name. */
function hasNumbers(values: unknown[], feature: Feature, names: string[], digits: boolean): boolean {
  // Texts that are all names of classes are no numbers, unless the names themselves are.
  if (values.every((value) => value === undefined || (typeof value === 'string' && names.includes(value) && !isNumber(value))))
    return false;
  return values.some((value) => {
    const before = JSON.stringify(value);
    return before !== undefined && JSON.stringify(applyFeature(value, feature, { digits, odd: () => {} })) !== before;
  });
}

/** Whether the numbers may be the names themselves: the classes are called 1, 2, 3. */
function areNames(values: unknown[], names: string[]): boolean {
  const scalars = values.flat(2).filter((value) => typeof value === 'number' || typeof value === 'string');
  return names.some(isNumber) && scalars.length > 0 && scalars.every((value) => names.includes(String(value)));
}

/** Whether they must be names, as no place in the list is so high. */
const beyond = (values: unknown[], names: string[]) => values.flat(2).some((value) => Number(value) >= names.length);

function arePositions(column: string, names: string[], ask: Reading['ask']): boolean {
  const shown = names.slice(0, 3).map((name) => `"${name}"`);
  const answer = ask({
    id: `numbers of ${column}`,
    text: `${column} holds numbers, and its classes are called ${shown.join(', ')}${names.length > 3 ? ' …' : ''}. Are the numbers these names, or positions in the list?`,
    options: [
      { value: 'positions', title: `positions: 0 is ${shown[0]}` },
      { value: 'names', title: 'the names themselves' },
    ],
    open: true,
  });
  return answer === 'positions';
}

const isNumber = (name: string) => /^-?\d+$/.test(name.trim());
