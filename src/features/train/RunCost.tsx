import type { RunRecord } from '../../train/runs/runs';
import { count, duration, timings } from '../../ui/format';
import { keptFeatures } from './keptFeatures';

/** What a run took: its epochs one by one, as those that open a layer pay for hidden states that later ones find. */
export function RunCost({ run: { history, device, features } }: { run: RunRecord }) {
  const last = history.at(-1);
  if (!last) return null;
  const seconds = history.map((epoch) => epoch.seconds);
  const { values, unit } = timings(seconds);
  const listed = values.length > 12 ? [...values.slice(0, 11), '…', values[values.length - 1]] : values;
  return (
    <p className="text-muted tabular-nums">
      {duration(seconds.reduce((a, b) => a + b, 0))} on {device === 'CPU' ? 'the CPU' : device}: epochs of {listed.join(', ')} {unit} ·{' '}
      {count(Math.round(last.tokensPerSecond))} tokens/s · {Math.round(100 * last.paddingAvoided)} % padding avoided
      {features?.map((kept) => ` · ${keptFeatures(kept)}`)}
    </p>
  );
}
