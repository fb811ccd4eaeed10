import { useEffect, useState } from 'react';
import { CLUSTERS } from '../../stores/explore/colouring';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { count } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { useExplore } from '../stores';

const MOST = 100;
const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language' });

/** Groups of sentences that are alike, with names from their words. */
export function ClustersPanel() {
  const clusters = useExplore((state) => state.clusters);
  const rows = useExplore((state) => state.count);
  const clustering = useExplore((state) => state.clustering);
  const cluster = useExplore((state) => state.cluster);
  const colour = useExplore((state) => state.colour);
  const choose = useExplore((state) => state.choose);
  const [typed, setTyped] = useState('');
  const there = clusters?.names.length;
  useEffect(() => {
    if (there !== undefined) setTyped(String(there));
  }, [there]);
  if (!clusters) return null;
  const most = Math.min(MOST, rows);
  const k = Number(typed);
  const isCount = Number.isInteger(k) && k >= 1 && k <= most;
  const show = (place: number) => {
    colour(CLUSTERS);
    const found: number[] = [];
    for (const [row, of] of clusters.of.entries()) if (of === place) found.push(row);
    choose(`Cluster ${place + 1}: ${clusters.names[place]}`, found);
  };
  return (
    <Panel
      title="Clusters"
      aside={
        <form
          className="flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (isCount) void cluster(k);
          }}
        >
          <label className="flex items-center gap-2 text-muted">
            How many
            <input
              type="number"
              min={1}
              max={most}
              className={`${controlLook} h-7 w-16`}
              aria-invalid={!isCount}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          </label>
          <Button type="submit" className="h-7 px-2" disabled={!isCount || clustering || k === there}>
            {clustering ? 'Counting…' : 'Find'}
          </Button>
        </form>
      }
    >
      {!isCount && <p className="px-3 pt-2 text-xs text-bad">A whole number from 1 to {count(most)}.</p>}
      <ol className="max-h-80 overflow-y-auto py-1" aria-busy={clustering}>
        {clusters.names.map((name, place) => (
          <li key={place}>
            <button
              type="button"
              className="flex w-full items-center gap-3 px-3 py-1 text-left hover:bg-sunken"
              title={`Choose the sentences of “${name}”`}
              onClick={() => show(place)}
            >
              <span className="w-6 shrink-0 text-right text-muted tabular-nums">{place + 1}.</span>
              <bdi className="flex-1 truncate">{name}</bdi>
              <span className="text-muted tabular-nums">{count(clusters.counts[place])}</span>
            </button>
          </li>
        ))}
      </ol>
      <p className="border-t border-line px-3 py-2 text-xs text-muted">
        k-means by cosine. Names are words that are more frequent in a cluster than in the others
        {clusters.language && `, without ${LANGUAGE_NAMES.of(clusters.language)} stop words`}.
      </p>
    </Panel>
  );
}
