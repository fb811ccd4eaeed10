import type { CSSProperties } from 'react';
import { count } from '../../ui/format';
import type { PredictedRow, PredictedTask } from '../../workers/protocol';
import { AnswerCell } from './AnswerCell';
import { RowText } from './RowText';

interface PredictionRowProps {
  /** In the view. */
  place: number;
  /** Absent while it is on its way. */
  row: PredictedRow | undefined;
  tasks: PredictedTask[];
  threshold: number | undefined;
  narrow: boolean;
  isSelected: boolean;
  layout: CSSProperties;
  onOpen: (row: PredictedRow) => void;
}

/** A text and what each task answers, in short. */
export function PredictionRow({ place, row, tasks, threshold, narrow, isSelected, layout, onOpen }: PredictionRowProps) {
  return (
    <tr
      aria-rowindex={place + 2}
      className={`absolute grid w-full cursor-pointer content-start gap-x-4 overflow-hidden border-b border-line px-3 py-2 ${isSelected ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
      style={layout}
      onClick={() => row && onOpen(row)}
    >
      {row ? (
        <>
          <td className="text-right">
            <button
              type="button"
              className="rounded leading-[22px] text-muted tabular-nums hover:text-text"
              aria-label={`Row ${count(row.index + 1)} in full`}
            >
              {count(row.index + 1)}
            </button>
          </td>
          <RowText row={row} tasks={tasks} threshold={threshold} />
          {tasks.map((task, t) => (
            <AnswerCell key={task.name} task={task} text={row.text} answer={row.answers[t]} threshold={threshold} narrow={narrow} />
          ))}
        </>
      ) : (
        <>
          <td className="text-right text-muted">…</td>
          <td className="flex flex-col gap-2 pt-1.5">
            <span className="block h-2.5 w-3/4 rounded bg-sunken" />
            <span className="block h-2.5 w-1/2 rounded bg-sunken" />
          </td>
        </>
      )}
    </tr>
  );
}
