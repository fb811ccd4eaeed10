import { MOST_OF_NAME } from '../../../train/runs/about';
import type { RunRecord } from '../../../train/runs/runs';
import { EditInPlace } from '../../../ui/EditInPlace';
import { when } from '../../../ui/format';
import { useTrain } from '../../stores';
import { runName, theRun } from './runName';

/** What a run is called, when it was, what state it is in, and what a person noted; name and notes are edited where they are. */
export function RunTitle({ run }: { run: RunRecord }) {
  const describe = useTrain((state) => state.describe);
  const { id, about, started, sweep } = run;
  return (
    <div className="flex min-w-40 flex-col items-start">
      <EditInPlace
        value={about?.name ?? ''}
        label={`Name of ${theRun(run)}`}
        placeholder={runName({ started, sweep })}
        maxLength={MOST_OF_NAME}
        look="max-w-60 truncate font-medium text-text!"
        onChange={(name) => void describe(id, { name })}
      />
      <span className="max-w-60 truncate text-xs text-muted" title={run.model}>
        {facts(run).join(' · ')}
      </span>
      <EditInPlace
        value={about?.notes ?? ''}
        label={`Notes on ${theRun(run)}`}
        placeholder="Add a note"
        multiline
        look="line-clamp-3 max-w-60 text-xs whitespace-pre-wrap"
        onChange={(notes) => void describe(id, { notes })}
      />
    </div>
  );
}

function facts({ about, started, status, underWay, sweep }: RunRecord): string[] {
  const ended = underWay ? 'under way' : status === 'running' ? 'interrupted' : status;
  const part = sweep ? [`run ${sweep.run} of ${sweep.runs} of a sweep`] : [];
  return [...(about?.name ? [when(started)] : []), ...part, ...(status === 'finished' ? [] : [ended])];
}
