import { useState } from 'react';

interface ScatterProps {
  /** Names it to screen readers. */
  label: string;
  points: [actual: number, predicted: number][];
  /** What is read when a point is pointed at. */
  nameOf: (index: number) => string | undefined;
}

const SIZE = 340;
/** Room for the numbers and names of the axes. */
const LEFT = 48;
const BOTTOM = 38;
const EDGE = 12;

/** Predicted against actual values, on axes of one scale: on the diagonal the two are equal. */
export function Scatter({ label, points, nameOf }: ScatterProps) {
  const [pointed, setPointed] = useState<number>();
  const ticks = ticksOver(points.flat());
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const x = (value: number) => LEFT + ((value - low) / (high - low)) * (SIZE - LEFT - EDGE);
  const y = (value: number) => SIZE - BOTTOM - ((value - low) / (high - low)) * (SIZE - BOTTOM - EDGE);
  const current = pointed === undefined ? undefined : points[pointed];
  return (
    <figure className="flex min-w-0 flex-col p-3">
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="img"
        aria-label={`${label}, ${points.length} points`}
        className="w-full max-w-sm self-center"
      >
        {ticks.map((tick) => (
          <g key={tick} className="fill-muted text-[11px]">
            <path d={`M${x(tick)} ${y(low)}V${y(high)}M${x(low)} ${y(tick)}H${x(high)}`} className="stroke-line" />
            <text x={x(tick)} y={y(low) + 15} textAnchor="middle">
              {write(tick)}
            </text>
            <text x={x(low) - 6} y={y(tick) + 4} textAnchor="end">
              {write(tick)}
            </text>
          </g>
        ))}
        <path d={`M${x(low)} ${y(low)}L${x(high)} ${y(high)}`} className="stroke-line-strong" strokeDasharray="5 4" />
        <g className="fill-muted text-[11px]" textAnchor="middle">
          <text x={(x(low) + x(high)) / 2} y={SIZE - 4}>
            actual
          </text>
          <text transform={`translate(11 ${(y(low) + y(high)) / 2}) rotate(-90)`}>predicted</text>
        </g>
        {points.map(([actual, predicted], i) => (
          <circle
            // Points have no other name, and all are replaced together.
            key={i}
            cx={x(actual)}
            cy={y(predicted)}
            r={pointed === i ? 5 : 3.5}
            className={pointed === i ? 'fill-accent' : 'fill-accent/45'}
            onPointerEnter={() => setPointed(i)}
          />
        ))}
      </svg>
      <figcaption className="mt-2 min-h-10 text-sm">
        {current && pointed !== undefined ? (
          <>
            <span className="tabular-nums">
              actual {write(current[0])}, predicted {write(current[1])}
            </span>
            <span dir="auto" className="line-clamp-2 text-muted">
              {nameOf(pointed)}
            </span>
          </>
        ) : (
          <span className="text-muted">On the dashed line predictions are exact. Point at a dot to read its text.</span>
        )}
      </figcaption>
    </figure>
  );
}

const write = (value: number) => String(Number(value.toPrecision(4))).replace('-', '−');

/** A few round numbers from below the lowest value to above the highest. */
function ticksOver(values: number[]): number[] {
  const [lowest, highest] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const extent = highest - lowest > 0 ? highest - lowest : 1;
  const power = 10 ** Math.floor(Math.log10(extent / 7));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => extent / size <= 7) ?? extent;
  const first = Math.floor((Number.isFinite(lowest) ? lowest : 0) / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil((Number.isFinite(highest) ? highest : 1) / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(10)));
}
