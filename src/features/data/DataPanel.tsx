import { Alert } from '../../ui/Alert';
import { useData } from '../stores';
import { LabelsPanel } from './LabelsPanel';
import { PreviewPanel } from './PreviewPanel';
import { ProblemsPanel } from './ProblemsPanel';
import { ReadingPanel } from './ReadingPanel';
import { SourcePanel } from './SourcePanel';

/** A data set: where it comes from, how it is read, what is in it, what is wrong with it. */
export function DataPanel() {
  const { info, error, dismiss } = useData((state) => state);
  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-3">
        <SourcePanel />
        {info?.format && <ReadingPanel key={info.dataset} info={info} />}
        {info && <LabelsPanel info={info} />}
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        {error && (
          <Alert kind="error" onDismiss={dismiss}>
            {error.message}
          </Alert>
        )}
        {info && info.problems.length > 0 && <ProblemsPanel problems={info.problems} />}
        <PreviewPanel />
      </div>
    </div>
  );
}
