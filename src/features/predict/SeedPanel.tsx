import { toLines } from '../../stores/embedStore';
import { DEFAULT_SEED } from '../../stores/exercise';
import { Button } from '../../ui/Button';
import { Panel } from '../../ui/Panel';
import { useEmbed, useModel, usePredict } from '../stores';

/** The seed of untrained heads. */
export function SeedPanel() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const text = useEmbed((state) => state.text);
  const seed = usePredict((state) => state.seed);
  const setSeed = usePredict((state) => state.setSeed);
  const change = (value: number) => handle !== undefined && Number.isInteger(value) && void setSeed(handle, value, toLines(text));
  return (
    <Panel title="Heads">
      <div className="flex flex-col gap-2 p-3">
        <label className="flex items-center gap-2">
          <span className="flex-1">Seed</span>
          <input
            type="number"
            value={seed}
            className="h-8 w-28 rounded-md border border-line-strong bg-panel px-2 text-right tabular-nums"
            onChange={(event) => change(event.target.valueAsNumber)}
          />
          <Button kind="quiet" className="px-2" disabled={seed === DEFAULT_SEED} onClick={() => change(DEFAULT_SEED)}>
            Reset
          </Button>
        </label>
        <p className="text-muted">The heads’ first weights are drawn from this number. Another seed gives other answers.</p>
      </div>
    </Panel>
  );
}
