/** What a diagram shows of answers of similar confidence. */
export interface ReliabilityBar {
  /** Shares, from 0 to 1. */
  from: number;
  to: number;
  count: number;
  confidence: number;
  accuracy: number;
}

interface ReliabilityDiagramProps {
  /** Names it to screen readers; the bars are also in a table for them. */
  label: string;
  bars: ReliabilityBar[];
  /** Earlier ones, drawn as outlines. */
  earlier?: ReliabilityBar[];
}

const WIDTH = 320;
const LEFT = 34;
const TOP = 6;
const HEIGHT = 150;
const COUNTS = 34;
const GAP = 8;
const RIGHT = 18;
const BOTTOM = 28;

const x = (share: number) => LEFT + share * (WIDTH - LEFT - RIGHT);
const y = (share: number) => TOP + (1 - share) * HEIGHT;
const whole = (share: number) => `${Math.round(100 * share)} %`;

/** How often answers are right, over how sure they are: on the diagonal where both agree; below, how many answers there are. */
export function ReliabilityDiagram({ label, bars, earlier = [] }: ReliabilityDiagramProps) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const floor = TOP + HEIGHT + GAP + COUNTS;
  return (
    <figure className="relative min-w-0">
      <svg viewBox={`0 0 ${WIDTH} ${floor + BOTTOM}`} className="block w-full max-w-md text-[10px]" role="img" aria-label={label}>
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <g key={share}>
            <line x1={x(0)} x2={x(1)} y1={y(share)} y2={y(share)} stroke="var(--line)" />
            <text x={x(0) - 4} y={y(share) + 3} textAnchor="end" fill="var(--muted)">
              {whole(share)}
            </text>
            <text x={x(share)} y={floor + 12} textAnchor="middle" fill="var(--muted)">
              {whole(share)}
            </text>
          </g>
        ))}
        {bars.map(({ from, to, accuracy, count, confidence }) => (
          <g key={from}>
            <title>{`${whole(from)} to ${whole(to)} sure: ${count} answers, ${whole(confidence)} sure on average, ${whole(accuracy)} right`}</title>
            <rect
              x={x(from) + 1}
              width={x(to) - x(from) - 2}
              y={y(accuracy)}
              height={y(0) - y(accuracy)}
              fill="var(--accent)"
              opacity={0.75}
            />
            <rect
              x={x(from) + 1}
              width={x(to) - x(from) - 2}
              y={floor - (COUNTS * count) / most}
              height={(COUNTS * count) / most}
              fill="var(--muted)"
              opacity={0.6}
            />
          </g>
        ))}
        {earlier.map(({ from, to, accuracy }) => (
          <line key={from} x1={x(from) + 1} x2={x(to) - 1} y1={y(accuracy)} y2={y(accuracy)} stroke="var(--warn)" strokeWidth={2} />
        ))}
        <line x1={x(0)} x2={x(1)} y1={y(0)} y2={y(1)} stroke="var(--text)" strokeDasharray="4 3" opacity={0.6} />
        <text x={x(0.5)} y={floor + 25} textAnchor="middle" fill="var(--muted)">
          how sure the answers are
        </text>
      </svg>
      {/* A table itself is never narrower than what it holds. */}
      <div className="sr-only">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">How sure</th>
              <th scope="col">Answers</th>
              <th scope="col">Right</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ from, count, confidence, accuracy }) => (
              <tr key={from}>
                <td>{whole(confidence)}</td>
                <td>{count}</td>
                <td>{whole(accuracy)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
