import { useEffect } from 'react';
import type { EmbeddingSetInfo } from '../../workers/protocol';
import { useEmbed, useStores } from '../stores';
import { ChosenPanel } from './ChosenPanel';
import { MapPanel } from './MapPanel';

/** The map of what was embedded, and the sentences that were chosen in it. */
export function ExploreSet({ result }: { result: EmbeddingSetInfo }) {
  const { explore, data } = useStores();
  const from = useEmbed((state) => state.from);
  useEffect(() => void explore.getState().open(result, from, from === data.getState().info?.dataset), [explore, data, result, from]);
  // Labels that a person gives make a new data set of the same rows.
  useEffect(
    () =>
      data.subscribe(({ info }, before) => {
        if (info && info !== before.info) void explore.getState().follow(info.dataset);
      }),
    [explore, data],
  );
  return (
    <>
      <MapPanel />
      <ChosenPanel />
    </>
  );
}
