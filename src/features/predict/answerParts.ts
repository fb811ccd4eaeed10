import type { Span } from '../../data/dataset';
import type { PredictedAnswer } from '../../workers/protocol';
import type { Mark } from '../MarkedText';

/** Stretches of the text that an answer consists of; none of other answers. */
export function marksOf(answer: PredictedAnswer | undefined): Mark[] {
  if (!Array.isArray(answer?.label)) return [];
  const { label, scores } = answer;
  return label.flatMap((span: Span | string, i) =>
    typeof span === 'string' ? [] : [{ ...span, ...(Array.isArray(scores) ? { score: scores[i] } : {}) }],
  );
}

/** Whether an answer is less sure than a person wants. */
export const isUnsure = (answer: PredictedAnswer | undefined, threshold: number | undefined): boolean =>
  threshold !== undefined && answer?.confidence !== undefined && answer.confidence < threshold;
