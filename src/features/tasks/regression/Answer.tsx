import type { NumberAnswer } from '../../../tasks/regression/regression';
import { writeMetric } from '../../metric';
import type { AnswerProps } from '../answers';

/** The number, in the units of the data. */
export function RegressionAnswer({ answer }: AnswerProps) {
  return <p className="text-lg font-semibold tabular-nums">{writeMetric('number', (answer as NumberAnswer).value)}</p>;
}
