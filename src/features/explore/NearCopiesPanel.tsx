import { useEffect, useState } from 'react';
import { LEAST_ALIKE } from '../../stores/explore/exploreStore';
import { Button } from '../../ui/Button';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { useExplore } from '../stores';

/** Pairs drawn at once; the others come with a button. */
const PAGE = 20;
const USUAL = 0.95;

/** Pairs of sentences that say nearly the same. */
export function NearCopiesPanel() {
  const pairs = useExplore((state) => state.pairs);
  const texts = useExplore((state) => state.texts);
  const need = useExplore((state) => state.need);
  const choose = useExplore((state) => state.choose);
  const [threshold, setThreshold] = useState(USUAL);
  const [most, setMost] = useState(PAGE);
  const above = pairs ? firstBelow(pairs.similarity, threshold) : 0;
  const shown = Math.min(most, above);
  useEffect(() => {
    if (pairs) void need([...pairs.a.subarray(0, shown), ...pairs.b.subarray(0, shown)]);
  }, [pairs, shown, need]);
  if (!pairs) return null;
  const chooseAll = () =>
    choose(`Near-duplicates from ${threshold.toFixed(2)}`, [...new Set([...pairs.a.subarray(0, above), ...pairs.b.subarray(0, above)])]);
  return (
    <Panel title="Near-duplicates" aside={<span className="text-muted tabular-nums">{plural(above, 'pair')}</span>}>
      <label className="flex items-center gap-2 px-3 py-2">
        <span className="text-muted">Cosine at least</span>
        <input
          type="range"
          min={LEAST_ALIKE}
          max={1}
          step={0.01}
          className="min-w-0 flex-1"
          value={threshold}
          onChange={({ target }) => {
            setThreshold(target.valueAsNumber);
            setMost(PAGE);
          }}
        />
        <span className="w-9 text-right tabular-nums">{threshold.toFixed(2)}</span>
      </label>
      {above === 0 ? (
        <p className="px-3 pb-3 text-muted">No two sentences are as alike as this.</p>
      ) : (
        <>
          <ol className="max-h-80 overflow-y-auto border-t border-line py-1">
            {Array.from({ length: shown }, (_, i) => (
              <li key={i} className="border-b border-line last:border-0">
                <button
                  type="button"
                  className="flex w-full items-start gap-3 px-3 py-1 text-left hover:bg-sunken"
                  title="Choose these two"
                  onClick={() => choose(`A pair of ${pairs.similarity[i].toFixed(3)}`, [pairs.a[i], pairs.b[i]])}
                >
                  <span className="w-12 shrink-0 text-right tabular-nums">{pairs.similarity[i].toFixed(3)}</span>
                  <span className="flex min-w-0 flex-1 flex-col">
                    <span dir="auto" className="truncate">
                      {texts.get(pairs.a[i]) ?? '…'}
                    </span>
                    <span dir="auto" className="truncate">
                      {texts.get(pairs.b[i]) ?? '…'}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ol>
          <div className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2">
            <Button className="h-7 px-2" onClick={chooseAll}>
              Choose all of them
            </Button>
            {above > shown && (
              <Button className="h-7 px-2" onClick={() => setMost(most + PAGE)}>
                Show more
              </Button>
            )}
            {pairs.more && threshold <= pairs.similarity[pairs.similarity.length - 1] && (
              <span className="text-xs text-muted">The {count(pairs.a.length)} pairs that are most alike are listed.</span>
            )}
          </div>
        </>
      )}
      <p className="border-t border-line px-3 py-2 text-xs text-muted">
        Each sentence is compared with the 14 that are nearest to it, or all where there are fewer.
      </p>
    </Panel>
  );
}

/** How many are not below a threshold. @param values the largest first */
function firstBelow(values: Float32Array, threshold: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    // A similarity of 1 is a little off in float32.
    if (values[middle] >= threshold - 1e-6) low = middle + 1;
    else high = middle;
  }
  return low;
}
