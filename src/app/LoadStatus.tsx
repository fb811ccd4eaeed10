import { LoadProgress } from '../features/model/LoadProgress';
import { ErrorAlert } from '../features/storage/ErrorAlert';
import { useModel } from '../features/stores';
import { DEFAULT_MODEL } from '../model/bundled';
import { Alert } from '../ui/Alert';
import { Button } from '../ui/Button';

/** How the model is getting on, in every panel: loading, failed, moved to another device. */
export function LoadStatus() {
  const loading = useModel((state) => state.loading);
  const error = useModel((state) => state.error);
  const notice = useModel((state) => state.notice);
  const loaded = useModel((state) => state.loaded);
  const load = useModel((state) => state.load);
  const dismiss = useModel((state) => state.dismiss);
  if (loading) return <LoadProgress loading={loading} />;
  if (error) {
    const fallback = loaded?.id !== DEFAULT_MODEL && <Button onClick={() => void load(DEFAULT_MODEL)}>Use the bundled model</Button>;
    return <ErrorAlert error={error} action={fallback} onDismiss={loaded && dismiss} />;
  }
  if (!loaded) {
    return (
      <Alert kind="note" action={<Button onClick={() => void load(DEFAULT_MODEL)}>Load the bundled model</Button>}>
        {notice ?? 'No model is loaded.'}
      </Alert>
    );
  }
  if (notice) {
    return (
      <Alert kind="note" onDismiss={dismiss}>
        {notice}
      </Alert>
    );
  }
  return null;
}
