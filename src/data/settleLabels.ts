/** Values of label columns to labels: what each column holds is settled over all files, then read row by row. */
import { plural } from '../plural';
import { type BinaryGroup, binaryGroup, membersOf } from './binaryGroups';
import type { Roles } from './columns';
import type { Problem } from './dataset';
import { kindOf, knownValue, type LabelKind } from './labelKinds';
import { READERS } from './labelValues';
import { Names } from './names';
import type { OffsetRule } from './offsets';
import type { Questions } from './questions';
import type { Records } from './records';
import type { Row, Say } from './rows';
import { listsOfNames, namesOfLists, withoutMissing } from './settleNames';
import { settleOffsets } from './settleOffsets';
import { forEach, type Steps } from './steps';

interface Settling {
  rows: Row[];
  records: Records;
  questions: Questions;
  say: Say;
}

/**
 * Gives the rows their labels; tags are not among them.
 *
 * @returns what each column holds, in the order in which a data set has them
 */
export function* settleLabels(settling: Settling, { labels, spans }: Roles): Steps<Map<string, LabelKind>> {
  const { records } = settling;
  const kinds = new Map<string, LabelKind>();
  const group = binaryGroup(
    (labels ?? []).filter((column) => !records.kinds.has(column)),
    records,
    records.columns,
  );
  for (const column of labels ?? []) {
    if (!group?.columns.includes(column)) kinds.set(column, yield* settleColumn(settling, column));
    else if (!kinds.has(group.name)) kinds.set(group.name, yield* settleGroup(settling, group));
  }
  if (spans !== undefined) kinds.set(spans, yield* settleColumn(settling, spans, 'spans'));
  return kinds;
}

function* settleGroup({ rows, records, say }: Settling, group: BinaryGroup): Steps<LabelKind> {
  let unknown = 0;
  yield* forEach(rows, (row) => {
    const members = membersOf(group, records, row.record);
    if (members) row.labels[group.name] = members;
    else unknown++;
  });
  if (unknown > 0) {
    const message = `${group.name}: ${plural(unknown, 'row lacks', 'rows lack')} a 0 or 1 in some of the columns ${group.columns.join(', ')} and ${unknown === 1 ? 'has' : 'have'} no such label`;
    say({ file: rows[0].file }, message, 'warning');
  }
  return 'lists';
}

function* settleColumn(settling: Settling, column: string, given?: LabelKind): Steps<LabelKind> {
  const { rows, records, questions, say } = settling;
  const ask = questions.askerOf(rows[0]?.file ?? '', true);
  let values = records.values(column).map(knownValue);
  // Objects that are not labels are named one by one, where names were expected.
  const stated = given ?? records.kinds.get(column);
  let kind = stated ?? kindOf(values.filter((value) => value !== undefined)) ?? 'names';
  const single = stated === undefined && kind === 'lists' ? namesOfLists(column, values, rows, { ask, say }) : undefined;
  if (single) {
    kind = 'names';
    values = single;
  }
  if (kind === 'names') {
    values = withoutMissing(column, values, ask);
    const several = listsOfNames(column, values, ask);
    if (several) {
      kind = 'lists';
      values = several;
    }
  }
  yield;
  const offsets = kind === 'spans' ? offsetsByFile(settling, values) : undefined;
  const names = new Names();
  let unanswered = 0;
  yield* forEach(rows, (row) => {
    const value = values[row.record];
    if (value === undefined) return;
    let silent = true;
    const label = READERS[kind](value, {
      row,
      column,
      names,
      offsets: offsets?.get(row.file),
      say(message: string, severity?: Problem['severity']) {
        silent = false;
        say(row, message, severity);
      },
    });
    if (label !== undefined) row.labels[column] = label;
    else if (silent && kind === 'answers') unanswered++;
  });
  if (unanswered > 0) {
    say(
      { file: rows[0].file },
      `${column}: ${plural(unanswered, 'question without an answer is', 'questions without an answer are')} kept without a label`,
      'warning',
    );
  }
  return kind;
}

/** What offsets count is a matter of the tool that wrote a file. */
function offsetsByFile({ rows, records, questions }: Settling, values: unknown[]): Map<string, OffsetRule> {
  const byFile = new Map<string, { text: string; value: unknown }[]>();
  for (const { file, text, record, offsets } of rows) {
    const value = values[record];
    if (value === undefined || offsets) continue;
    const list = byFile.get(file);
    if (list) list.push({ text, value });
    else byFile.set(file, [{ text, value }]);
  }
  return new Map([...byFile].map(([file, list]) => [file, settleOffsets(list, records.offsets.get(file), questions.askerOf(file, true))]));
}
