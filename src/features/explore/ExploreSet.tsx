import { useEffect } from 'react';
import type { EmbeddingSetInfo } from '../../workers/protocol';
import { useData, useEmbed, useStores } from '../stores';
import { ChosenPanel } from './ChosenPanel';
import { MapPanel } from './MapPanel';

/** The map of what was embedded, and the sentences that were chosen in it. */
export function ExploreSet({ result }: { result: EmbeddingSetInfo }) {
  const { explore, data } = useStores();
  const from = useEmbed((state) => state.from);
  const dataset = useData((state) => state.info?.dataset);
  useEffect(() => void explore.getState().open(result, from, from === data.getState().info?.dataset), [explore, data, result, from]);
  // Labels that a person gives make a new data set of the same rows, also while another tab is open.
  useEffect(() => {
    if (dataset !== undefined) void explore.getState().follow(dataset);
  }, [explore, dataset]);
  return (
    <>
      <MapPanel />
      <ChosenPanel />
    </>
  );
}
