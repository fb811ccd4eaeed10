/** Values of label columns to labels: what each column holds is settled over all files, then read row by row. */
import { type BinaryGroup, binaryGroup, membersOf } from './binaryGroups';
import type { Roles } from './columns';
import type { Problem } from './dataset';
import { kindOf, knownValue, type LabelKind } from './labelKinds';
import { READERS } from './labelValues';
import { Names } from './names';
import type { Records } from './records';
import type { Row, Say } from './rows';

/**
 * Gives the rows their labels; tags are not among them.
 *
 * @returns what each column holds, in the order in which a data set has them
 */
export function settleLabels(rows: Row[], records: Records, { labels, spans }: Roles, say: Say): Map<string, LabelKind> {
  const kinds = new Map<string, LabelKind>();
  const group = binaryGroup(labels ?? [], records, records.columns);
  for (const column of labels ?? []) {
    if (!group?.columns.includes(column)) kinds.set(column, settleColumn(rows, column, records.values(column).map(knownValue), say));
    else if (!kinds.has(group.name)) kinds.set(group.name, settleGroup(rows, group, records, say));
  }
  if (spans !== undefined) kinds.set(spans, settleColumn(rows, spans, records.values(spans).map(knownValue), say, 'spans'));
  return kinds;
}

function settleGroup(rows: Row[], group: BinaryGroup, records: Records, say: Say): LabelKind {
  let unknown = 0;
  for (const row of rows) {
    const members = membersOf(group, records, row.record);
    if (members) row.labels[group.name] = members;
    else unknown++;
  }
  if (unknown > 0) {
    const message = `${group.name}: ${unknown} rows have no 0 or 1 in some of the columns ${group.columns.join(', ')}; these rows have no such label`;
    say({ file: rows[0].file }, message, 'warning');
  }
  return 'lists';
}

function settleColumn(rows: Row[], column: string, values: unknown[], say: Say, given?: LabelKind): LabelKind {
  // Objects that are not labels are named one by one, where names were expected.
  const kind = given ?? kindOf(values.filter((value) => value !== undefined)) ?? 'names';
  const names = new Names();
  let unanswered = 0;
  for (const row of rows) {
    const value = values[row.record];
    if (value === undefined) continue;
    let silent = true;
    const label = READERS[kind](value, {
      row,
      column,
      names,
      say(message: string, severity?: Problem['severity']) {
        silent = false;
        say(row, message, severity);
      },
    });
    if (label !== undefined) row.labels[column] = label;
    else if (silent && kind === 'answers') unanswered++;
  }
  if (unanswered > 0) {
    say({ file: rows[0].file }, `${column}: ${unanswered} questions have no answer; they are kept without a label`, 'warning');
  }
  return kind;
}
