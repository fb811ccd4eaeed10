import { useState } from 'react';
import type { SuspectsState } from '../../stores/mistakes/suspectsStore';
import { textsOf } from '../../stores/mistakes/texts';
import { relabel } from '../../stores/workflows';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import { RunningJob } from '../../ui/RunningJob';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useData, useLabels, useModel, useStores, useSuspects } from '../stores';
import { Choice } from './Choice';
import { SuspectList } from './SuspectList';

const ABOUT =
  'Every row is answered by heads that have learned from the other rows, in five folds. Where they give the label little probability, it may be wrong. No trained model is needed, and none is changed.';

/** Labels that are likely to be wrong, the likeliest first. */
export function SuspectsPanel() {
  const stores = useStores();
  const handle = useModel(({ loaded }) => loaded?.handle);
  const info = useData((state) => state.info);
  const running = useSuspects((state) => state.running);
  const found = useSuspects((state) => state.found);
  const error = useSuspects((state) => state.error);
  const dismiss = useSuspects((state) => state.dismiss);
  const stale = useLabels((state) => state.stale);
  const [chosen, setChosen] = useState<string>();
  const begin = async () => {
    await relabel(stores);
    const now = stores.data.getState().info;
    if (handle !== undefined && now) await stores.suspects.getState().find(handle, now);
  };
  // Rows of another data set would be taken for these.
  const shown = found && info && textsOf(info) === found.of ? found : undefined;
  const names = Object.keys(shown?.tasks ?? {});
  const task = names.find((name) => name === chosen) ?? names[0];
  const of = shown && task !== undefined ? shown.tasks[task] : undefined;
  return (
    <Panel
      title="Suspected errors"
      aside={
        <Button kind={shown ? 'plain' : 'primary'} disabled={handle === undefined || running !== undefined} onClick={() => void begin()}>
          {shown ? 'Check again' : 'Check all labels'}
        </Button>
      }
    >
      <div className="flex flex-col gap-2 p-3">
        {error && <ErrorAlert error={error} onDismiss={dismiss} />}
        {running && <Running running={running} />}
        {!shown && !running && <p className="text-muted">{ABOUT}</p>}
        {shown && !running && (stale || shown.dataset !== info?.dataset) && (
          <Alert kind="note">Labels have changed since. What you decide here stays; check again to look at the others anew.</Alert>
        )}
        {of && (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            {names.length > 1 && <Choice name="Task" value={task} choices={names.map((name) => [name, name])} onChange={setChosen} />}
            <span role="status">
              {of.estimated === 0
                ? `None of ${plural(of.rows, 'label')} is estimated to be wrong.`
                : `About ${of.estimated} of ${plural(of.rows, 'label')} ${of.estimated === 1 ? 'is' : 'are'} estimated to be wrong.`}
              {of.suspects.length > 0 && ' The likeliest come first.'}
            </span>
          </div>
        )}
      </div>
      {of && shown && task !== undefined && of.suspects.length > 0 && (
        <SuspectList key={task} task={task} suspects={of.suspects} at={shown.at} />
      )}
    </Panel>
  );
}

function Running({ running: { progress, stop } }: { running: NonNullable<SuspectsState['running']> }) {
  if (progress?.stage !== 'fold')
    return <RunningJob label="Reading the texts" waiting="Reading the texts…" progress={progress} onStop={stop} />;
  const { fold, folds } = progress;
  return (
    <div className="flex items-center gap-3 rounded-lg border border-line bg-panel px-3 py-2">
      <div className="flex flex-1 flex-col gap-1.5" role="status">
        <p className="tabular-nums">
          Part {fold} of {folds}: heads learn from the other rows
        </p>
        <ProgressBar label="Checking labels" value={fold - 1} max={folds} />
      </div>
      <Button onClick={stop}>Stop</Button>
    </div>
  );
}
