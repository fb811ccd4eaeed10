import type { ReactNode } from 'react';
import type { TandemError } from '../../errors';
import { Alert } from '../../ui/Alert';
import { FreeRoom } from './FreeRoom';

interface ErrorAlertProps {
  error: TandemError;
  /** What else can be done about it. */
  action?: ReactNode;
  onDismiss?: () => void;
}

/** An error with what can be done about it: where storage is full, the list of what takes room. */
export function ErrorAlert({ error, action, onDismiss }: ErrorAlertProps) {
  const actions = (
    <>
      {error.code === 'storage-full' && <FreeRoom />}
      {action}
    </>
  );
  return (
    <Alert kind="error" action={actions} onDismiss={onDismiss}>
      {error.message}
    </Alert>
  );
}
