import { lazy, Suspense, useEffect } from 'react';
import { hasNames } from '../../stores/label/tasksToLabel';
import { Panel } from '../../ui/Panel';
import { Segments } from '../../ui/Segments';
import { RowsToLookAt } from '../mistakes/RowsToLookAt';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useChecks, useData, useLabels } from '../stores';
import { KeyHelp } from './KeyHelp';
import { LabelProgress } from './LabelProgress';
import { LabelRow } from './LabelRow';
import { RowOrderField } from './RowOrderField';
import { SuggestionPanel } from './SuggestionPanel';
import { TaskMaker } from './TaskMaker';
import { useLabelling } from './useLabelling';
import { useLearning } from './useLearning';

const MistakesPanel = lazy(async () => ({ default: (await import('../mistakes/MistakesPanel')).MistakesPanel }));
const SecondPanel = lazy(async () => ({ default: (await import('../mistakes/SecondPanel')).SecondPanel }));
const SuspectsPanel = lazy(async () => ({ default: (await import('../mistakes/SuspectsPanel')).SuspectsPanel }));

const VIEWS = [
  ['rows', 'Rows'],
  ['mistakes', 'Mistakes'],
  ['suspects', 'Suspected errors'],
  ['second', 'Two people'],
] as const;

/** Labels given by hand, and ways to find those that are wrong. */
export function LabelPanel() {
  const shown = useChecks((state) => state.shown);
  const show = useChecks((state) => state.show);
  const dataset = useData(({ info }) => info?.dataset);
  const showRowsOf = useLabels((state) => state.show);
  useEffect(() => void showRowsOf(dataset), [dataset, showRowsOf]);
  if (dataset === undefined) return <RowsPanel />;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex max-sm:text-sm">
        <Segments legend="What to look at" name="label-view" choices={VIEWS} value={shown} onChange={show} />
      </div>
      <Suspense fallback={<p className="p-3 text-muted">Opening…</p>}>
        {shown === 'rows' && <RowsPanel />}
        {shown === 'mistakes' && <MistakesPanel />}
        {shown === 'suspects' && <SuspectsPanel />}
        {shown === 'second' && <SecondPanel />}
      </Suspense>
    </div>
  );
}

/** One row after another. */
function RowsPanel() {
  const info = useData((state) => state.info);
  const loading = useData((state) => state.loading);
  const error = useLabels((state) => state.error);
  const dismiss = useLabels((state) => state.dismiss);
  const labelling = useLabelling();
  /** Scores and answers are given without suggestions. */
  const learned = labelling.tasks.filter(hasNames);
  useLearning(labelling.tasks);

  if (!info) {
    return (
      <Panel title="Label">
        <p className="p-3">
          {loading ? 'Reading the data set…' : 'There is nothing to label yet. '}
          {!loading && (
            <a href="#data" className="text-accent underline">
              Open your texts in the Data tab
            </a>
          )}
          {!loading && ', with or without labels.'}
        </p>
      </Panel>
    );
  }
  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
      <div className="flex min-w-0 flex-col gap-3">
        {error && <ErrorAlert error={error} onDismiss={dismiss} />}
        {labelling.tasks.length > 0 && <LabelRow labelling={labelling} />}
        {labelling.tasks.length === 0 && (
          <Panel title="Label">
            <p className="p-3">These texts have no labels. First say what to label them with.</p>
          </Panel>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-3 self-start">
        <TaskMaker tasks={labelling.tasks} />
        {labelling.row && learned.length > 0 && <RowOrderField tasks={learned} />}
        {labelling.row && learned.length > 0 && <SuggestionPanel tasks={learned} />}
        {labelling.row && <LabelProgress tasks={labelling.tasks} />}
        {labelling.row && <RowsToLookAt />}
        {labelling.tasks.length > 0 && <KeyHelp />}
      </div>
    </div>
  );
}
