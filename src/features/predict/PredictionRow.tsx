import type { CSSProperties } from 'react';
import type { PredictedRow, PredictedTask } from '../../workers/protocol';
import { RowInTable, RowNumber } from '../RowInTable';
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
    <RowInTable place={place} row={row} isSelected={isSelected} layout={layout} onOpen={onOpen}>
      {row ? (
        <>
          <RowNumber index={row.index} />
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
    </RowInTable>
  );
}
