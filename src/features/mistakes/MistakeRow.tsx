import type { CSSProperties } from 'react';
import { percent } from '../../ui/format';
import type { EvaluatedRow, EvaluatedTask } from '../../workers/protocol';
import { LabelInShort } from '../LabelInShort';
import { writeMetric } from '../metric';
import { RowInTable, RowNumber } from '../RowInTable';
import type { Fix } from './useFix';

/** Characters of which two lines are made at most. */
const LONGEST = 600;

interface MistakeRowProps {
  /** In the view. */
  place: number;
  /** Absent while it is on its way. */
  row: EvaluatedRow | undefined;
  task: EvaluatedTask;
  fix: Fix;
  narrow: boolean;
  isSelected: boolean;
  layout: CSSProperties;
  onOpen: (row: EvaluatedRow) => void;
}

/** A text, what the data says and what the head answers. */
export function MistakeRow({ place, row, task, fix, narrow, isSelected, layout, onOpen }: MistakeRowProps) {
  return (
    <RowInTable place={place} row={row} isSelected={isSelected} layout={layout} onOpen={onOpen}>
      {row ? <Cells row={row} task={task} fix={fix} narrow={narrow} /> : <td className="text-right text-muted">…</td>}
    </RowInTable>
  );
}

function Cells({ row, task, fix, narrow }: { row: EvaluatedRow; task: EvaluatedTask; fix: Fix; narrow: boolean }) {
  const { text, other, actual, answer, confidence, loss, wrong } = row;
  const now = givenSince(fix, row);
  const line = narrow ? 'col-start-2 h-6 truncate text-xs' : 'min-w-0';
  const named = (name: string) => narrow && <span className="mr-2 text-muted">{name}</span>;
  return (
    <>
      <RowNumber index={row.index} />
      <td dir="auto" className="line-clamp-2 min-w-0 leading-[22px] break-words">
        {other !== undefined && <span className="mr-1.5 text-muted">{other} ·</span>}
        {text.slice(0, LONGEST)}
      </td>
      <td className={line}>
        <span className="block truncate leading-[22px] font-medium">
          {named('actual')}
          <LabelInShort label={actual} values={task.values} text={text} />
        </span>
        {now !== undefined && (
          <span className="block truncate text-xs leading-[22px] text-good">
            now {now === null ? 'no label' : <LabelInShort label={now} values={task.values} text={text} />}
          </span>
        )}
      </td>
      <td className={line}>
        <span className={`block truncate leading-[22px] font-medium ${wrong ? 'text-bad' : ''}`}>
          {named('predicted')}
          <LabelInShort label={answer} values={task.values} text={text} />
          {narrow && confidence !== undefined && <span className="ml-2 font-normal text-muted">{percent(confidence)}</span>}
        </span>
      </td>
      {!narrow && task.confident && (
        <td className="text-right leading-[22px] tabular-nums">{confidence !== undefined && percent(confidence)}</td>
      )}
      {!narrow && <td className="text-right leading-[22px] tabular-nums">{loss !== undefined && writeMetric('number', loss)}</td>}
    </>
  );
}

/** What a person has said of the row since it was evaluated, where that is something else. */
export function givenSince(fix: Fix, { key, actual }: Pick<EvaluatedRow, 'key' | 'actual'>) {
  const now = fix.given(key);
  return JSON.stringify(now) === JSON.stringify(actual) ? undefined : now;
}
