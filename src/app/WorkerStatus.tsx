import { Alert } from '../ui/Alert';
import { Button } from '../ui/Button';
import type { WorkerHealth } from '../workers/heartbeat';

const KEPT = 'Texts that were typed and files that were opened are kept; a run goes on from its last checkpoint, in Train.';

interface WorkerStatusProps {
  health: WorkerHealth;
  onRestart: () => void;
}

/** What computes beside the page, where it stopped or does not answer. */
export function WorkerStatus({ health, onRestart }: WorkerStatusProps) {
  if (health === 'answers') return null;
  return (
    <div className="mx-auto max-w-[110rem] px-3 pt-3 sm:px-4">
      <Alert kind={health === 'gone' ? 'error' : 'warning'} action={<Button onClick={onRestart}>Start again</Button>}>
        {health === 'gone'
          ? `The compute worker stopped. Start it again: ${KEPT}`
          : `The compute worker does not answer. It may have ended, or be in the midst of a long computation: wait, or start it again. ${KEPT}`}
      </Alert>
    </div>
  );
}
