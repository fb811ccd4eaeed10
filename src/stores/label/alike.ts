/** Many rows labelled alike: planned first, so that a person sees what would change and what would not; then done as one edit. */
import type { Label, Span } from '../../data/dataset';
import type { RowMarks } from '../../project/labels';
import type { RowChange } from '../../project/steps';
import type { FoundRow } from '../../workers/protocol';
import { labelOf, withLabel } from './edits';
import { addSpan } from './spans';
import type { TaskToLabel } from './tasksToLabel';

export interface Planned {
  row: FoundRow;
  label: Label;
  /** What it adds: entities, or the class. */
  added: number;
  /** Whether nothing is known of the row so far. */
  isFirst: boolean;
}

export interface Plan {
  changes: Planned[];
  /** Entities or rows that have it already. */
  already: number;
  leftOut: { row: FoundRow; why: string }[];
}

type All = ReadonlyMap<string, RowMarks>;
type Task = Pick<TaskToLabel, 'column' | 'values'>;

const NO_LABELS = {};

/** The label as a person or the file has it. */
function known({ key, label }: FoundRow, marks: All, column: string): Label | undefined {
  return labelOf(marks.get(key), label === undefined ? NO_LABELS : { [column]: label }, column);
}

/** @param replace whether rows of another class get this one */
export function planClass({ column, values }: Task, name: string, rows: FoundRow[], marks: All, replace: boolean): Plan {
  const plan: Plan = { changes: [], already: 0, leftOut: [] };
  for (const row of rows) {
    const label = known(row, marks, column);
    const names = label === undefined ? [] : [label].flat().map(String);
    if (names.includes(name)) plan.already++;
    else if (values === 'names' && names.length > 0 && !replace) plan.leftOut.push({ row, why: `it is labelled as ${names[0]}` });
    else plan.changes.push({ row, label: values === 'names' ? name : [...names, name], added: 1, isFirst: label === undefined });
  }
  return plan;
}

/** Marks what was found as entities of a type. What overlaps an entity, or is one of another type, is left out. */
export function planEntities({ column }: Task, type: string, rows: FoundRow[], marks: All): Plan {
  const plan: Plan = { changes: [], already: 0, leftOut: [] };
  for (const row of rows) {
    const label = known(row, marks, column);
    let spans = (label ?? []) as Span[];
    let added = 0;
    for (const { start, end } of row.found) {
      const same = spans.find((span) => span.start === start && span.end === end);
      const result = same ? { inTheWay: [same] } : addSpan(spans, { start, end, label: type });
      if (same?.label === type) plan.already++;
      else if ('inTheWay' in result)
        plan.leftOut.push({ row, why: same ? `it is marked as ${same.label}` : overlap(result.inTheWay, row) });
      else {
        spans = result.spans;
        added++;
      }
    }
    if (added > 0) plan.changes.push({ row, label: spans, added, isFirst: label === undefined });
  }
  return plan;
}

function overlap(spans: Span[], { excerpt, from }: FoundRow): string {
  const names = spans.map(({ start, end, label }) => `“${excerpt.slice(Math.max(0, start - from), Math.max(0, end - from))}” (${label})`);
  return `it overlaps ${names.join(' and ')}`;
}

/** What doing it changes. */
export function changesOf({ changes }: Plan, column: string, marks: All, now: number): RowChange[] {
  return changes.map(({ row: { key }, label }) => {
    const before = marks.get(key);
    return { key, before, after: withLabel(before, [column, label], 'person', now) };
  });
}
