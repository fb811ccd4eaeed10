import type { ReactNode } from 'react';
import { Button } from './Button';

const LOOKS = {
  error: 'border-bad/40 bg-bad-soft',
  warning: 'border-warn/40 bg-warn-soft',
  note: 'border-line bg-sunken',
};

interface AlertProps {
  kind: keyof typeof LOOKS;
  children: ReactNode;
  /** Shown beside the close button: what can be done about it. */
  action?: ReactNode;
  onDismiss?: () => void;
}

export function Alert({ kind, children, action, onDismiss }: AlertProps) {
  return (
    <div
      role={kind === 'error' ? 'alert' : 'status'}
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border px-3 py-2 ${LOOKS[kind]}`}
    >
      <p className="min-w-60 flex-1">{children}</p>
      {action}
      {onDismiss && (
        <Button kind="quiet" className="h-7 px-2" onClick={onDismiss} aria-label="Dismiss this message">
          Dismiss
        </Button>
      )}
    </div>
  );
}
