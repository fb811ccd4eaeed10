import type { EntitiesDetails } from '../../../tasks/entities/score';
import { entityColour } from '../../../ui/entityColour';
import { ScoreTable } from '../../../ui/ScoreTable';
import type { DetailsProps } from '../details';
import { rowsOfFigure } from '../figureRows';

/** Scores of each type of entity. */
export function EntitiesView({ details, onRows }: DetailsProps) {
  const { perType } = details as EntitiesDetails;
  const rows = Object.entries(perType).map(([type, scores]) => ({
    ...scores,
    key: type,
    name: <span className={`border-b-2 font-semibold ${entityColour(type)}`}>{type}</span>,
  }));
  return <ScoreTable of="Type" rows={rows} onOpen={onRows && ((name, figure) => onRows(rowsOfFigure(name, figure)))} />;
}
