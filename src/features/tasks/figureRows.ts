import type { ScoreFigure } from '../../ui/ScoreTable';

/** Rows by a name in their labels, by one in the answers, or by both. */
export interface FigureRows {
  actual?: string;
  predicted?: string;
  /** Those alone in which that name is a mistake. */
  wrong?: boolean;
}

/** What a figure of a name stands for. */
export function rowsOfFigure(name: string, figure: ScoreFigure): FigureRows {
  if (figure === 'support') return { actual: name };
  return figure === 'precision' ? { predicted: name, wrong: true } : { actual: name, wrong: true };
}
