import { Alert } from '../ui/Alert';
import { Button } from '../ui/Button';
import type { WorkerHealth } from '../workers/heartbeat';

const KEPT = 'Typed texts and opened files are kept, and a run can be resumed in Train from its last checkpoint.';

interface WorkerStatusProps {
  health: WorkerHealth;
  onRestart: () => void;
}

/** Shown where the worker that computes stopped or does not answer. */
export function WorkerStatus({ health, onRestart }: WorkerStatusProps) {
  if (health === 'answers') return null;
  return (
    <div className="mx-auto max-w-[110rem] px-3 pt-3 sm:px-4">
      <Alert kind={health === 'gone' ? 'error' : 'warning'} action={<Button onClick={onRestart}>Start again</Button>}>
        {health === 'gone'
          ? `The compute worker stopped. Start it again. ${KEPT}`
          : `The compute worker does not answer. It may have crashed, or it may be busy with a long computation: wait, or start it again. ${KEPT}`}
      </Alert>
    </div>
  );
}
