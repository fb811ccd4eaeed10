import type { PredictedRow, PredictedTask } from '../../workers/protocol';
import { MarkedText } from '../MarkedText';
import { isUnsure, marksOf } from './answerParts';

/** Characters of which two lines are made at most. */
const LONGEST = 600;

interface RowTextProps {
  row: PredictedRow;
  tasks: PredictedTask[];
  threshold: number | undefined;
}

/** The beginning of a text, with what the first task on stretches of it found. */
export function RowText({ row, tasks, threshold }: RowTextProps) {
  const { text, other, truncated, answers } = row;
  const t = answers.findIndex((answer, i) => answer !== undefined && isMarked(tasks[i]));
  const marks = t < 0 ? [] : marksOf(answers[t]).filter(({ end }) => end <= LONGEST);
  const unsure = isUnsure(answers[t], threshold);
  return (
    <td dir="auto" className={`line-clamp-2 min-w-0 leading-[22px] break-words ${unsure ? '[&_mark]:opacity-60 [&_mark]:grayscale' : ''}`}>
      {truncated && <bdi className="me-1.5 rounded bg-warn-soft px-1 text-xs text-warn">cut</bdi>}
      {other !== undefined && <bdi className="me-1.5 text-muted">{other} ·</bdi>}
      <MarkedText text={text.slice(0, LONGEST)} marks={marks} showLabels={tasks[t]?.values === 'spans'} />
    </td>
  );
}

const isMarked = ({ values }: PredictedTask) => values === 'spans' || values === 'answers';
