import { useMemo } from 'react';
import { type Colouring, colouringsOf } from '../../stores/explore/colouring';
import { useExplore } from '../stores';

/** All ways to colour points, and the one in use. */
export function useColouring(): { colourings: Colouring[]; colouring?: Colouring } {
  const clusters = useExplore((state) => state.clusters);
  const columns = useExplore((state) => state.columns);
  const colourBy = useExplore((state) => state.colourBy);
  const colourings = useMemo(() => colouringsOf(clusters, columns), [clusters, columns]);
  return { colourings, colouring: colourings.find(({ id }) => id === colourBy) ?? colourings[0] };
}
