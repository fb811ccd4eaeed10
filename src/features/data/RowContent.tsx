import type { Label, Span } from '../../data/dataset';
import { count, plural } from '../../ui/format';
import type { DatasetRow } from '../../workers/protocol';
import { type Mark, MarkedText } from '../MarkedText';
import { figure } from './taskWords';

/** Labels drawn of a row. */
const MOST_LABELS = 30;
const beyond = (drawn: unknown[]) => Math.max(0, drawn.length - MOST_LABELS);

/** A row's texts with the stretches that are labelled, and its other labels under them. */
export function RowContent({ row, tasks }: { row: DatasetRow; tasks: string[] }) {
  const marked = tasks.filter((task) => isSpans(row.labels[task]));
  const [first, ...more] = marked;
  const named = tasks.length > 1;
  const others = tasks.filter((task) => !isSpans(row.labels[task]));
  const left = beyond(more) + beyond(others);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Text text={row.text} label={row.labels[first]} />
      {row.other !== undefined && (
        <p dir="auto" className="break-words text-muted">
          {row.other}
        </p>
      )}
      {/* Spans of other tasks may overlap the first one's. */}
      {more.slice(0, MOST_LABELS).map((task) => (
        <div key={task} className="flex gap-2">
          <span className="shrink-0 text-xs leading-5 text-muted">{task}</span>
          <Text text={row.text} label={row.labels[task]} />
        </div>
      ))}
      <ul className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-xs">
        {others.slice(0, MOST_LABELS).map((task) => (
          <li key={task} className="flex min-w-0 flex-wrap items-baseline gap-1">
            {(named || typeof row.labels[task] === 'number') && <span className="text-muted">{task}</span>}
            <Chips label={row.labels[task] as Exclude<Label, Span[]> | undefined} />
          </li>
        ))}
        {left > 0 && <li className="text-muted">and {plural(left, 'more label')}</li>}
      </ul>
    </div>
  );
}

function Text({ text, label }: { text: string; label: Label | undefined }) {
  return (
    <p dir="auto" className="min-w-0 break-words">
      <MarkedText text={text} marks={isSpans(label) ? marksOf(label) : []} showLabels />
    </p>
  );
}

function Chips({ label }: { label: Exclude<Label, Span[]> | undefined }) {
  if (label === undefined) return <span className="text-muted italic">no label</span>;
  if (typeof label === 'number') return <span className="font-medium tabular-nums">{figure(label)}</span>;
  const names = typeof label === 'string' ? [label] : label;
  if (names.length === 0) return <span className="text-muted italic">none</span>;
  const left = beyond(names);
  return (
    <>
      {names.slice(0, MOST_LABELS).map((name) => (
        <bdi key={name} className="min-w-0 break-words rounded bg-sunken px-1.5 py-0.5 font-medium">
          {name}
        </bdi>
      ))}
      {left > 0 && <span className="text-muted">and {count(left)} more</span>}
    </>
  );
}

/** An empty list of spans marks nothing, as one of names says none. */
const isSpans = (label: Label | undefined): label is Span[] =>
  Array.isArray(label) && label.length > 0 && label.every((part): part is Span => typeof part === 'object');

/** In order and without overlap: several people may have given the same question different answers. */
function marksOf(spans: Span[]): Mark[] {
  const marks: Mark[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) if (span.start >= (marks.at(-1)?.end ?? 0)) marks.push(span);
  return marks;
}
