import { Alert } from '../../ui/Alert';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useProject } from '../stores';

/** What a person should know of the project that is open, whether or not its menu is. */
export function ProjectNotice() {
  const notice = useProject((state) => state.notice);
  const error = useProject((state) => state.error);
  const dismiss = useProject((state) => state.dismiss);
  if (error) {
    return <ErrorAlert error={error} onDismiss={dismiss} />;
  }
  return notice ? (
    <Alert kind="note" onDismiss={dismiss}>
      {notice}
    </Alert>
  ) : null;
}
