import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useDark } from './useDark';

export interface Series {
  name: string;
  /** A CSS variable of the theme: `--accent`. */
  colour: string;
  /** One a point of x; null where there is none. */
  values: (number | null)[];
  dashed?: boolean;
}

interface ChartProps {
  /** Names it to screen readers; what it shows is also in the tables. */
  label: string;
  x: number[];
  xName: string;
  series: Series[];
  /** Fixed bounds of y. Default: what the values span. */
  range?: [number, number];
  format?: (value: number) => string;
}

const HEIGHT = 180;
const short = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** Curves over steps or epochs; pointing at them tells their values. */
export function Chart({ label, x, xName, series, range, format = short }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const dark = useDark();
  const names = series.map(({ name }) => name).join();

  // A chart is made anew when its curves or the theme change, and fed when only their values do.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const theme = getComputedStyle(document.documentElement);
    const colour = (name: string) => theme.getPropertyValue(name).trim();
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false }, ...(range ? { y: { range } } : {}) },
        axes: [
          { ...axis, size: 28 },
          { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : format(tick))) },
        ],
        series: [
          { label: xName },
          ...series.map(({ name, colour: variable, dashed }) => ({
            label: name,
            stroke: colour(variable),
            width: 1.5,
            spanGaps: true,
            points: { show: x.length < 3, size: 5 },
            ...(dashed ? { dash: [5, 4] } : {}),
            value: (_: uPlot, value: number | null) => (value === null ? '–' : format(value)),
          })),
        ],
      },
      [[]],
      element,
    );
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.destroy();
    };
  }, [names, dark, xName, x.length < 3]);

  useEffect(() => {
    plot.current?.setData([x, ...series.map(({ values }) => values)] as uPlot.AlignedData);
    // Until someone points at it, the legend tells the latest values.
    if (plot.current?.cursor.idx == null) plot.current?.setLegend({ idx: x.length - 1 });
  });

  return <div ref={box} role="img" aria-label={label} className="chart w-full min-w-0 overflow-hidden" />;
}
