import type { Size, View } from './view';

interface MapMarksProps {
  points: Float32Array;
  view: View;
  size: Size;
  ringed: readonly number[];
  hovered?: number;
  /** Corners of a lasso that is being drawn. */
  lasso: readonly (readonly [number, number])[];
}

/** What is drawn over the points: rings around some, and the lasso. */
export function MapMarks({ points, view, size, ringed, hovered, lasso }: MapMarksProps) {
  const x = (row: number) => points[2 * row] * view.scale + view.left;
  const y = (row: number) => points[2 * row + 1] * view.scale + view.top;
  return (
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0" width={size.width} height={size.height}>
      {ringed.map((row, i) => (
        <circle
          key={row}
          cx={x(row)}
          cy={y(row)}
          r={i === 0 ? 9 : 7}
          fill="none"
          className="stroke-text"
          strokeWidth={i === 0 ? 2.5 : 1.5}
        />
      ))}
      {hovered !== undefined && <circle cx={x(hovered)} cy={y(hovered)} r={7} fill="none" className="stroke-accent" strokeWidth={2} />}
      {lasso.length > 1 && (
        <path
          d={`M${lasso.map(([left, top]) => `${left} ${top}`).join('L')}Z`}
          className="fill-accent/10 stroke-accent"
          strokeWidth={1.5}
          strokeDasharray="5 4"
        />
      )}
    </svg>
  );
}
