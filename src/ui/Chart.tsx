import { Component, lazy, type ReactNode, Suspense } from 'react';

export interface Series {
  name: string;
  /** A CSS variable of the theme: `--accent`. */
  colour: string;
  /** One per point of x; null where there is none. */
  values: (number | null)[];
  dashed?: boolean;
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
    <Undrawn>
      <Suspense fallback={<div className="h-52" />}>
        <Plot {...props} />
      </Suspense>
    </Undrawn>
  );
}

/** uPlot refuses some settings of a browser, such as a language without a proper tag; the rest of the page goes on. */
class Undrawn extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <p className="text-muted">This chart cannot be drawn here ({error.message}). The tables show its last values.</p>;
  }
}
