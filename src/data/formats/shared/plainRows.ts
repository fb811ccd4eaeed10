/** Rows as fields with plain values, for formats that have a column or a field per label. */
import type { Label, Span } from '../../dataset';
import type { LabelColumn } from '../../labelColumns';
import { type OutData, type OutRow, toCodePoints } from '../output';

export interface PlainNames {
  text: string;
  /** Absent where no row has a second text. */
  other?: string;
  /** Absent for predictions. */
  split?: string;
  /** Of each column of labels, in the order of the data set. */
  columns: string[];
  scores: string[];
}

/** Names under which the texts are found again; a column of labels that is called like them gets another. */
export function plainNames({ columns, rows, predicted }: OutData, report: (message: string) => void): PlainNames {
  const answers = columns.some(({ values }) => values === 'answers');
  const pairs = rows.some(({ other }) => other !== undefined);
  const [text, other] = answers ? ['context', 'question'] : pairs ? ['sentence1', 'sentence2'] : ['text', undefined];
  const taken = new Set([text, other, 'split', 'offsets']);
  const free = (name: string) => {
    let unused = name.trim() === '' ? 'label' : name;
    while (taken.has(unused)) unused = `${unused} label`;
    if (unused !== name) report(`the column "${name}" is written as "${unused}", because another column has its name`);
    taken.add(unused);
    return unused;
  };
  const names = columns.map(({ name }) => free(name));
  return {
    text,
    ...(other === undefined ? {} : { other }),
    ...(predicted ? {} : { split: 'split' }),
    columns: names,
    scores: predicted ? names.map((name) => free(`${name} score`)) : [],
  };
}

/** Offsets count code points, as most tools that read them do; each span has its text beside it. */
export function plainLabel(text: string, label: Label, values: LabelColumn['values']): unknown {
  if (!Array.isArray(label) || (values !== 'spans' && values !== 'answers')) return label;
  const count = toCodePoints(text);
  const spans = label as Span[];
  const covered = ({ start, end }: Span) => text.slice(start, end);
  return values === 'answers'
    ? { text: spans.map(covered), answer_start: spans.map(({ start }) => count(start)) }
    : spans.map((span) => ({ start: count(span.start), end: count(span.end), label: span.label, text: covered(span) }));
}

/** Fields of a row, in order; what is unknown is undefined. */
export function plainFields(row: OutRow, { columns }: OutData, names: PlainNames): [name: string, value: unknown][] {
  const fields: [string, unknown][] = [[names.text, row.text]];
  if (names.other !== undefined) fields.push([names.other, row.other]);
  for (const [i, { name, values }] of columns.entries()) {
    const label = row.labels[name];
    fields.push([names.columns[i], label === undefined ? undefined : plainLabel(row.text, label, values)]);
    if (names.scores.length > 0) fields.push([names.scores[i], row.scores?.[name]]);
  }
  if (names.split !== undefined) fields.push([names.split, row.split]);
  return fields;
}
