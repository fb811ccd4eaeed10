/** Actual and predicted numbers, for a scatter plot and for the metrics of numbers. */
import { type RegressionMetrics, regressionMetrics } from '../metrics/regression';

export interface Points {
  points: [actual: number, predicted: number][];
}

/** Points that are kept for a plot. */
const MAX_POINTS = 1000;

export function scorePoints(points: Points['points']): { metrics: Omit<RegressionMetrics, 'count'>; details: Points } {
  const { count: _, ...metrics } = regressionMetrics(
    points.map(([actual]) => actual),
    points.map(([, predicted]) => predicted),
  );
  return { metrics, details: { points: points.slice(0, MAX_POINTS) } };
}
