import { useWorker } from '../features/stores';
import { Alert } from '../ui/Alert';
import { Button } from '../ui/Button';

const KEPT = 'Typed texts and opened files are kept, and a run can be resumed in Train from its last checkpoint.';

const WORDS = {
  silent: `The compute worker does not answer. It may be busy with a long computation: wait, or start it again. ${KEPT}`,
  died: `The compute worker stopped several times in a row. Close other tabs or choose a smaller model, then start it again. ${KEPT}`,
  failed: `The compute worker could not be started. ${KEPT}`,
};

/** Shown where the worker that computes does not answer, and where one had to be replaced. */
export function WorkerStatus({ onRestart }: { onRestart: () => void }) {
  const health = useWorker((state) => state.health);
  const notice = useWorker((state) => state.notice);
  const dismiss = useWorker((state) => state.dismiss);
  if (health === 'answers' && !notice) return null;
  return (
    <div className="mx-auto flex max-w-[110rem] flex-col gap-2 px-3 pt-3 sm:px-4">
      {health !== 'answers' && (
        <Alert kind={health === 'silent' ? 'warning' : 'error'} action={<Button onClick={onRestart}>Start again</Button>}>
          {WORDS[health]}
        </Alert>
      )}
      {notice && (
        <Alert kind="warning" onDismiss={dismiss}>
          {notice}
        </Alert>
      )}
    </div>
  );
}
