import { memo } from 'react';
import type { RowMarks } from '../../project/labels';
import { labelOf } from '../../stores/label/edits';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import type { RowToLabel } from '../../workers/protocol';
import { MarkedText } from '../MarkedText';
import { inShort } from './labelWords';
import { spansIn } from './useLabelling';

/** Characters of which a line is made at most. */
const LONGEST = 300;

interface ListedRowProps {
  row: RowToLabel;
  marks: RowMarks | undefined;
  spans: TaskToLabel | undefined;
}

/** The beginning of a text in one line, with its entities. */
export const ListedText = memo(function ListedText({ row, marks, spans }: ListedRowProps) {
  const label = spans && labelOf(marks, row.labels, spans.column);
  return (
    <p dir="auto" className="truncate leading-6">
      {row.other !== undefined && <span className="mr-1.5 text-muted">{row.other.slice(0, LONGEST)} ·</span>}
      <MarkedText text={row.text.slice(0, LONGEST)} marks={spansIn(label).filter(({ end }) => end <= LONGEST)} showLabels={true} />
    </p>
  );
});

interface ListedLabelsProps {
  row: RowToLabel;
  marks: RowMarks | undefined;
  tasks: TaskToLabel[];
}

/** What a row has, task by task; nothing where it has no label. */
export const ListedLabels = memo(function ListedLabels({ row, marks, tasks }: ListedLabelsProps) {
  const texts = tasks.flatMap((task) => {
    const text = inShort(task, labelOf(marks, row.labels, task.column));
    return text === '' ? [] : [{ task: task.task, text }];
  });
  return (
    <span className="col-start-2 flex max-w-72 min-w-0 flex-wrap items-baseline gap-1 text-xs empty:hidden sm:col-start-3 sm:justify-end">
      {texts.map(({ task, text }) => (
        <span key={task} dir="auto" title={`${task}: ${text}`} className="max-w-40 truncate rounded bg-sunken px-1.5 leading-5">
          {text}
        </span>
      ))}
      {marks?.flagged && <span className="text-warn">flagged</span>}
      {marks?.skipped && <span className="text-muted">skipped</span>}
    </span>
  );
});
