import type { MultiLabelDetails } from '../../../tasks/multiLabel/multiLabel';
import { ScoreTable } from '../../../ui/ScoreTable';
import type { DetailsProps } from '../details';
import { rowsOfFigure } from '../figureRows';

/** Scores of each label, with the probability from which on it is given. */
export function MultiLabelView({ details, onRows }: DetailsProps) {
  const { labels, thresholds, perLabel } = details as MultiLabelDetails;
  const rows = labels.map((label, i) => ({ ...perLabel[i], key: label, name: label, extra: [thresholds[i].toFixed(2)] }));
  return (
    <ScoreTable of="Label" extra={['Threshold']} rows={rows} onOpen={onRows && ((name, figure) => onRows(rowsOfFigure(name, figure)))} />
  );
}
