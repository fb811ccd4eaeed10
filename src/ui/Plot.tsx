import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartProps, Series } from './Chart';
import { useDark } from './useDark';

const HEIGHT = 180;
const DOT = 4;
/** Distances of ticks on x. */
const WHOLE = [1, 2, 5].flatMap((digit) => [1, 10, 100, 1000, 10_000, 100_000].map((power) => digit * power)).sort((a, b) => a - b);
const short = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
const trimmed = (value: number) => String(Number(short(value)));

/** Curves over steps or epochs; pointing at them shows their values. */
export function Plot({ label, x, xName, series, range, format = short }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const dark = useDark();
  const names = series.map(({ name, colour, dash }) => name + colour + dash).join();
  // What may change without a new chart, for uPlot to read while it draws.
  const latest = useRef({ series, range });
  latest.current = { series, range };

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
        scales: { x: { time: false, range: wholeRange }, y: { range: (_, low, high) => latest.current.range ?? spanned(low, high) } },
        axes: [
          { ...axis, size: 28, incrs: WHOLE },
          {
            ...axis,
            size: 52,
            values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : format === short ? trimmed(tick) : format(tick))),
          },
        ],
        series: [
          { label: xName },
          ...series.map(({ name, colour: variable, format: own, ...line }) => ({
            label: name,
            stroke: colour(variable),
            width: 1.5,
            spanGaps: true,
            points: { show: x.length < 3, size: 5 },
            ...(dashOf(line).length > 0 ? { dash: dashOf(line) } : {}),
            value: (_: uPlot, value: number | null | undefined) => (value == null ? '–' : (own ?? format)(value)),
          })),
        ],
        legend: { markers: { width: 0, fill: (_, i) => strokes(colour(series[i - 1].colour), dashOf(series[i - 1])) } },
        hooks: {
          drawAxes: [(chart) => drawBands(chart, latest.current.series, colour)],
          draw: [(chart) => drawDots(chart, latest.current.series, colour)],
          setLegend: [showLatest],
        },
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
  });

  return <div ref={box} role="img" aria-label={label} className="chart w-full min-w-0 overflow-hidden" />;
}

const DASHED = [5, 4];
const dashOf = ({ dashed = false, dash = dashed ? DASHED : [] }: Pick<Series, 'dashed' | 'dash'>) => dash;

/** A line as a CSS background, with strokes and gaps as on the chart. */
function strokes(colour: string, dash: number[]): string {
  if (dash.length === 0) return colour;
  let from = 0;
  const stops = dash.map((length, i) => {
    const stop = `${i % 2 === 0 ? colour : 'transparent'} ${from}px ${from + length}px`;
    from += length;
    return stop;
  });
  return `repeating-linear-gradient(90deg, ${stops.join(', ')})`;
}

/** Room beside a single point; else from the first to the last. */
const wholeRange = (_: uPlot, low: number, high: number): [number, number] => (low === high ? [low - 1, high + 1] : [low, high]);

const spanned = (low: number | null, high: number | null) => uPlot.rangeNum(low ?? 0, high ?? 1, 0.1, true);

/** Until someone points at a chart, its legend shows the latest value of each curve, which may have ended before others. */
function showLatest(chart: uPlot): void {
  if (chart.cursor.idx != null) return;
  const latest = chart.data.map((values) => values.length - 1 - [...values].reverse().findIndex((value) => value != null));
  chart.setLegend({ idxs: latest }, false);
}

/** Below the curves. */
function drawBands(chart: uPlot, series: Series[], colour: (variable: string) => string): void {
  const { ctx } = chart;
  ctx.save();
  ctx.globalAlpha = 0.15;
  for (const { band, colour: variable } of series) {
    if (!band) continue;
    const edge = (values: (number | null)[]) =>
      values.flatMap((value, i) =>
        value === null ? [] : [[chart.valToPos(chart.data[0][i], 'x', true), chart.valToPos(value, 'y', true)] as const],
      );
    ctx.beginPath();
    for (const [x, y] of [...edge(band[0]), ...edge(band[1]).reverse()]) ctx.lineTo(x, y);
    ctx.closePath();
    ctx.fillStyle = colour(variable);
    ctx.fill();
  }
  ctx.restore();
}

function drawDots(chart: uPlot, series: Series[], colour: (variable: string) => string): void {
  const { ctx } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  // The series before may have been dashed.
  ctx.setLineDash([]);
  for (const { marked, values, colour: variable } of series) {
    const value = marked === undefined ? null : values[marked];
    if (marked === undefined || value == null) continue;
    ctx.beginPath();
    ctx.arc(chart.valToPos(chart.data[0][marked], 'x', true), chart.valToPos(value, 'y', true), DOT * ratio, 0, 2 * Math.PI);
    ctx.fillStyle = colour(variable);
    ctx.strokeStyle = colour('--panel');
    ctx.lineWidth = 1.5 * ratio;
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}
