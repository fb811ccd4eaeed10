import { Alert } from '../../ui/Alert';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useData } from '../stores';
import { LabelsPanel } from './LabelsPanel';
import { PreviewPanel } from './PreviewPanel';
import { ProblemsPanel } from './ProblemsPanel';
import { ReadingPanel } from './ReadingPanel';
import { SavePanel } from './SavePanel';
import { SourcePanel } from './SourcePanel';
import { SplitsPanel } from './SplitsPanel';
import { TasksPanel } from './TasksPanel';

/** A data set: where it comes from, how it is read, which tasks it has, what is in it, what is wrong with it. */
export function DataPanel() {
  const info = useData((state) => state.info);
  const error = useData((state) => state.error);
  const dismiss = useData((state) => state.dismiss);
  const options = useData((state) => state.options);
  const refused = useData((state) => state.refused);
  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]">
      {/* In one column the rows come before the details of how they are read. */}
      <div className="flex min-w-0 flex-col gap-3 max-lg:contents">
        <SourcePanel />
        {refused && (
          <>
            <Alert kind="error" onDismiss={dismiss}>
              {refused.info.refused}
              {info && ` ${info.name} stays loaded.`}
            </Alert>
            <ReadingPanel info={refused.info} options={refused.options} />
          </>
        )}
        {info?.format && !refused && <ReadingPanel info={info} options={options} />}
        {info && <TasksPanel info={info} />}
        {info && (
          <div className="flex min-w-0 flex-col gap-3 max-lg:order-last">
            {info.splitNames && <SplitsPanel names={info.splitNames} />}
            <LabelsPanel info={info} />
            <SavePanel />
          </div>
        )}
      </div>
      {/* In two they stay in sight, to show what a correction changes. */}
      <div className="flex min-w-0 flex-col gap-3 self-start lg:sticky lg:top-3">
        {error && <ErrorAlert error={error} onDismiss={dismiss} />}
        {refused ? <ProblemsPanel info={refused.info} /> : info && <ProblemsPanel info={info} />}
        <PreviewPanel />
      </div>
    </div>
  );
}
