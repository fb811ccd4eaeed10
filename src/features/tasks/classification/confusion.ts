import type { ClassificationDetails } from '../../../tasks/classification/classification';
import type { ConfusionCell } from '../../../tasks/metrics/classification';

/** Which class was taken for which, and how often; also of runs that earlier versions kept. */
export function cellsOf({ cells, confusion = [] }: Pick<ClassificationDetails, 'cells' | 'confusion'>): ConfusionCell[] {
  if (cells) return cells;
  return confusion.flatMap((row, actual) =>
    row.flatMap((times, predicted): ConfusionCell[] => (times > 0 ? [[actual, predicted, times]] : [])),
  );
}

/** The pairs confused most often, the most frequent first. */
export function mostConfused(cells: ConfusionCell[], most: number): ConfusionCell[] {
  return cells
    .filter(([actual, predicted]) => actual !== predicted)
    .sort((a, b) => b[2] - a[2])
    .slice(0, most);
}

/** The whole matrix of a few classes: [actual][predicted]. */
export function matrixOf(cells: ConfusionCell[], classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [actual, predicted, times] of cells) matrix[actual][predicted] = times;
  return matrix;
}
