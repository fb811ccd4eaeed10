import { lazy, Suspense } from 'react';
import { ErrorBoundary } from './ErrorBoundary';

export interface Series {
  name: string;
  /** A CSS variable of the theme: `--accent`. */
  colour: string;
  /** One per point of x; null where there is none. */
  values: (number | null)[];
  /** Between which values each point is likely to be; null where it has no point. */
  band?: [low: (number | null)[], high: (number | null)[]];
  dashed?: boolean;
  /** Lengths of strokes and gaps, where several dashed lines are told apart. */
  dash?: number[];
  /** Index of the point that gets a dot. */
  marked?: number;
  /** Default: the chart's. */
  format?: (value: number) => string;
}

/** A series, where it has a point. */
export const known = (series: Series): Series[] => (series.values.some((value) => value !== null) ? [series] : []);

export interface ChartProps {
  /** Names it to screen readers; what it shows is also in the tables. */
  label: string;
  /** Whole numbers. */
  x: number[];
  xName: string;
  series: Series[];
  /** Bounds of y that are not what the values span. */
  range?: [number, number];
  format?: (value: number) => string;
}

const Plot = lazy(async () => ({ default: (await import('./Plot')).Plot }));

/** A {@link Plot}, whose library is loaded with the first of them. */
export function Chart(props: ChartProps) {
  return (
    // uPlot refuses some settings of a browser, such as a language without a proper tag.
    <ErrorBoundary failure={undrawn}>
      <Suspense fallback={<div className="h-52" />}>
        <Plot {...props} />
      </Suspense>
    </ErrorBoundary>
  );
}

const undrawn = ({ message }: Error) => (
  <p className="text-muted">This chart cannot be drawn here ({message}). The tables show its last values.</p>
);
