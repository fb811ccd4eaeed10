import { Alert } from '../../ui/Alert';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useTrain } from '../stores';
import { CalibrationPanel } from './CalibrationPanel';
import { ComparisonPanel } from './ComparisonPanel';
import { Curves } from './Curves';
import { DriftWarning } from './DriftWarning';
import { LearningCurvePanel } from './LearningCurvePanel';
import { LeftOut } from './LeftOut';
import { OutdoneNote } from './OutdoneNote';
import { RecipePanel } from './RecipePanel';
import { RunControls } from './RunControls';
import { RunList } from './RunList';
import { CompareRuns } from './runs/CompareRuns';
import { Sweeps } from './runs/Sweeps';
import { Scores } from './Scores';
import { TaskDetails } from './TaskDetails';
import { UnkeptNote } from './UnkeptNote';
import { useLiveRuns } from './useLiveRuns';

/** The recipe, the run under way with its curves and metrics, and the runs that were kept. */
export function TrainPanel() {
  const error = useTrain((state) => state.error);
  const note = useTrain(({ shown }) => shown?.note);
  const dismiss = useTrain((state) => state.dismiss);
  useLiveRuns();

  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <RecipePanel />
      <div className="flex min-w-0 flex-col gap-3">
        <RunControls />
        {error && <ErrorAlert error={error} onDismiss={dismiss} />}
        <OutdoneNote />
        <DriftWarning />
        <UnkeptNote />
        {note && <Alert kind="warning">{note}</Alert>}
        <LeftOut />
        <Scores />
        <Curves />
        <TaskDetails />
        <CalibrationPanel />
        <ComparisonPanel />
        <LearningCurvePanel />
        <Sweeps />
        <RunList />
        <CompareRuns />
      </div>
    </div>
  );
}
