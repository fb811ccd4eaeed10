import { useEffect } from 'react';
import { Panel } from '../../ui/Panel';
import { useData, useModel, useStores, useTrain } from '../stores';
import { Advanced } from './Advanced';
import { NamedClasses } from './NamedClasses';
import { RecipeList } from './RecipeList';

/** How the next run learns: by a recipe, with all its settings behind it. */
export function RecipePanel() {
  const isMeasuring = useMeasuring();
  const proposes = useTrain(({ situation }) => situation !== undefined);
  const hasTasks = useData(({ info }) => Object.keys(info?.tasks ?? {}).length > 0);
  return (
    <Panel title="Recipe" className="self-start" aside={isMeasuring && <span className="text-xs text-muted">measuring this device…</span>}>
      {/* Without a task no recipe can be used: classes may be named instead. */}
      {proposes && hasTasks && <RecipeList />}
      {!proposes && <p className="p-3 text-muted">Load a data set to see which recipe suits it.</p>}
      <NamedClasses />
      <Advanced />
    </Panel>
  );
}

/** Has the device measured while the panel is looked at. */
function useMeasuring(): boolean {
  const { train } = useStores();
  const handle = useModel(({ loaded }) => loaded?.handle);
  const dataset = useData(({ info }) => info?.dataset);
  const isKnown = useTrain(({ speed }) => speed !== undefined);
  const isReady = useTrain(({ situation, running }) => situation !== undefined && running === undefined);
  const needed = isReady && !isKnown && handle !== undefined && dataset !== undefined;
  useEffect(() => {
    if (needed) void train.getState().measureSpeed(handle, dataset);
  }, [train, needed, handle, dataset]);
  return useTrain(({ measuring }) => measuring);
}
