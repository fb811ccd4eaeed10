import type { Points } from '../../../tasks/shared/points';
import { Scatter } from '../../../ui/Scatter';
import type { DetailsProps } from '../details';

/** Numbers as they are and as they were predicted. */
export function RegressionView({ task, details, answers }: DetailsProps) {
  const { points } = details as Points;
  return <Scatter label={`${task}: predicted against actual values`} points={points} nameOf={(i) => answers[i]?.text} />;
}
