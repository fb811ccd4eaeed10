import { memo, useMemo } from 'react';
import type { Prediction } from '../../inference/predict';
import type { RowMarks } from '../../project/labels';
import { labelOf } from '../../stores/label/edits';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { percent } from '../../ui/format';
import type { RowSuggestions, RowToLabel } from '../../workers/protocol';
import { MarkedText } from '../MarkedText';
import { inShort } from './labelWords';
import { spansIn } from './useLabelling';
import { type Suggesting, suggestionsFrom } from './useSuggestions';

/** Characters of which a line is made at most. */
const LONGEST = 300;

interface Suggested {
  suggesting: Suggesting;
  /** What the heads in use answer for the row, and what heads that learn from labels do. */
  prediction: Prediction | undefined;
  suggested: RowSuggestions | undefined;
}

interface ListedRowProps extends Suggested {
  row: RowToLabel;
  marks: RowMarks | undefined;
  spans: TaskToLabel | undefined;
}

const useSuggested = ({ suggesting, prediction, suggested }: Suggested) =>
  useMemo(() => suggestionsFrom(suggesting, prediction, suggested), [suggesting, prediction, suggested]);

/** The beginning of a text in one line, with its entities, or those that are suggested. */
export const ListedText = memo(function ListedText({ row, marks, spans, ...from }: ListedRowProps) {
  const suggestions = useSuggested(from);
  const label = spans && labelOf(marks, row.labels, spans.column);
  const shown = spansIn(label ?? (spans && suggestions.get(spans.task)?.label));
  return (
    <p dir="auto" className="truncate leading-6">
      {row.other !== undefined && <span className="mr-1.5 text-muted">{row.other.slice(0, LONGEST)} ·</span>}
      <MarkedText
        text={row.text.slice(0, LONGEST)}
        marks={shown.filter(({ end }) => end <= LONGEST)}
        showLabels={true}
        areSuggested={label === undefined}
      />
    </p>
  );
});

interface ListedLabelsProps extends Suggested {
  row: RowToLabel;
  marks: RowMarks | undefined;
  tasks: TaskToLabel[];
}

/** What a row has, task by task; what is suggested where it has no label. */
export const ListedLabels = memo(function ListedLabels({ row, marks, tasks, ...from }: ListedLabelsProps) {
  const suggestions = useSuggested(from);
  const texts = tasks.flatMap((task) => {
    const label = labelOf(marks, row.labels, task.column);
    const { label: suggested, sure } = (label === undefined && suggestions.get(task.task)) || {};
    const text = inShort(task, label ?? suggested);
    return text === '' ? [] : [{ task: task.task, text, sure }];
  });
  return (
    <span className="col-start-2 flex max-w-72 min-w-0 flex-wrap items-baseline gap-1 text-xs empty:hidden sm:col-start-3 sm:justify-end">
      {texts.map(({ task, text, sure }) =>
        sure === undefined ? (
          <span key={task} dir="auto" title={`${task}: ${text}`} className="max-w-40 truncate rounded bg-sunken px-1.5 leading-5">
            {text}
          </span>
        ) : (
          <span
            key={task}
            title={`${task}: ${text}, suggested`}
            className="flex max-w-48 gap-1 rounded border border-dashed border-accent px-1 leading-[1.125rem] text-muted"
          >
            <span className="sr-only">suggested: </span>
            <span dir="auto" className="truncate">
              {text}
            </span>
            <span className="tabular-nums">{percent(sure)}?</span>
          </span>
        ),
      )}
      {marks?.flagged && <span className="text-warn">flagged</span>}
      {marks?.skipped && <span className="text-muted">skipped</span>}
    </span>
  );
});
