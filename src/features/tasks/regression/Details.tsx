import type { RegressionDetails } from '../../../tasks/regression/regression';
import { Scatter } from '../../../ui/Scatter';
import type { DetailsProps } from '../details';

/** Numbers as they are and as they were predicted. */
export function RegressionView({ task, details, answers }: DetailsProps) {
  const { points } = details as RegressionDetails;
  return <Scatter label={`${task}: predicted against actual values`} points={points} nameOf={(i) => answers[i]?.text} />;
}
