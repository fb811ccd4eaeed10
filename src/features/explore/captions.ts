/** Names of clusters at the middle of their points. */
import { CLUSTERS, type Colouring } from '../../stores/explore/colouring';
import type { Caption } from '../../ui/map/Captions';

/** Points of a name that its middle is taken from. */
const MOST_SEEN = 1000;

/** None for what lies all over the map. */
export function captionsOf({ id, names, of }: Colouring, points: Float32Array, hidden: ReadonlySet<number>): Caption[] {
  if (id !== CLUSTERS) return [];
  const rows = names.map((): number[] => []);
  for (let row = 0; row < points.length / 2; row++) rows[of[row]]?.push(row);
  return names.flatMap((text, place) => {
    if (hidden.has(place) || rows[place].length === 0) return [];
    // Of many points some say as well where their middle is.
    const step = Math.ceil(rows[place].length / MOST_SEEN);
    const seen = rows[place].filter((_, i) => i % step === 0);
    const median = (axis: 0 | 1) => Float32Array.from(seen, (row) => points[2 * row + axis]).sort()[seen.length >> 1];
    return [{ text, x: median(0), y: median(1) }];
  });
}
