import type { ReactNode } from 'react';
import { percent } from '../../ui/format';
import type { PredictedAnswer, PredictedTask } from '../../workers/protocol';
import { LabelInShort } from '../LabelInShort';
import { isUnsure } from './answerParts';

interface AnswerCellProps {
  task: PredictedTask;
  text: string;
  answer: PredictedAnswer | undefined;
  threshold: number | undefined;
  /** Whether it has a line of its own, with its task's name. */
  narrow: boolean;
}

/** An answer in short, and how sure it is. */
export function AnswerCell({ task, text, answer, threshold, narrow }: AnswerCellProps) {
  const confidence = answer?.confidence;
  const unsure = isUnsure(answer, threshold);
  const content = answer ? (
    <LabelInShort label={answer.label} values={task.values} text={text} plain={unsure} />
  ) : (
    <Missing>needs a second text</Missing>
  );
  const sure = confidence !== undefined && (
    <>
      <span aria-hidden="true" className="h-1.5 w-10 shrink-0 overflow-hidden rounded-full bg-sunken">
        <span
          className={`block h-full rounded-full ${unsure ? 'bg-line-strong' : 'bg-accent'}`}
          style={{ width: `${confidence * 100}%` }}
        />
      </span>
      <span className="tabular-nums">{percent(confidence)}</span>
      {unsure && <span className="rounded border border-line-strong px-1 italic">unsure</span>}
    </>
  );
  if (narrow) {
    return (
      <td className={`col-start-2 flex h-6 min-w-0 items-center gap-2 text-xs ${unsure ? 'text-muted' : ''}`}>
        <span className="max-w-20 shrink-0 truncate text-muted">{task.name}</span>
        <span className="min-w-0 truncate font-medium">{content}</span>
        <span className="ml-auto flex shrink-0 items-center gap-2 text-muted">{sure}</span>
      </td>
    );
  }
  return (
    <td className={`flex min-w-0 flex-col ${unsure ? 'text-muted' : ''}`}>
      <span className={`h-[22px] truncate leading-[22px] ${unsure ? '' : 'font-medium'}`}>{content}</span>
      <span className="flex h-[22px] items-center gap-2 text-xs text-muted">{sure}</span>
    </td>
  );
}

const Missing = ({ children }: { children: ReactNode }) => <span className="font-normal text-muted italic">{children}</span>;
