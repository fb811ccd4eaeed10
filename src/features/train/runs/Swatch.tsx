import { seriesColour } from '../../../ui/seriesColour';
import { dashOf } from './dashes';

/** The line by which a compared run is known in charts and tables. @param index of the run among those that are compared */
export function Swatch({ index }: { index: number }) {
  return (
    <svg aria-hidden="true" width="24" height="4" className="shrink-0">
      <line
        x1="0"
        y1="2"
        x2="24"
        y2="2"
        stroke={`var(${seriesColour(index)})`}
        strokeWidth="2.5"
        strokeDasharray={dashOf(index).join(' ')}
      />
    </svg>
  );
}
