import type { Points } from '../../../tasks/shared/points';
import { Scatter } from '../../../ui/Scatter';
import type { DetailsProps } from '../details';

/** Similarities as they are and as they were predicted. */
export function SimilarityView({ task, details, answers }: DetailsProps) {
  const { points } = details as Points;
  const nameOf = (i: number) => answers[i] && `${answers[i].text} — ${answers[i].other}`;
  return <Scatter label={`${task}: predicted against actual similarity`} points={points} nameOf={nameOf} />;
}
