import type { FoundAnswer } from '../../../tasks/questionAnswering/questionAnswering';
import { percent } from '../../../ui/format';
import { MarkedText } from '../../MarkedText';
import type { AnswerProps } from '../answers';

/** The text with the answer marked, and the answer by itself. */
export function QuestionAnsweringAnswer({ text, answer }: AnswerProps) {
  const { text: found, start, end, score } = answer as FoundAnswer;
  const empty = end <= start;
  return (
    <>
      <p dir="auto" className="leading-loose break-words whitespace-pre-wrap">
        <MarkedText text={text} marks={empty ? [] : [{ label: 'answer', start, end, score }]} showLabels={false} />
      </p>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2 text-sm">
        <span className="text-muted">Answer</span>
        {empty ? (
          <span className="text-muted italic">none found</span>
        ) : (
          <>
            <strong dir="auto" className="min-w-0 break-words">
              {found}
            </strong>
            <span className="text-muted tabular-nums">{percent(score)}</span>
          </>
        )}
      </p>
    </>
  );
}
