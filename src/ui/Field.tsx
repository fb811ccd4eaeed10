import { type ReactNode, useId } from 'react';
import { Button } from './Button';

interface FieldProps {
  name: string;
  /** One line on what it does. */
  help: string;
  /** Absent where there is nothing to reset. */
  onReset?: () => void;
  /** Whether it has its default. */
  isDefault: boolean;
  /** The control, to be given this id. */
  children: (id: string) => ReactNode;
}

/** A setting: its name, its control, its reset, and a line on what it does. */
export function Field({ name, help, onReset, isDefault, children }: FieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-0.5">
      <div className="flex min-h-8 items-center gap-2">
        <label htmlFor={id} className={`min-w-0 flex-1 ${isDefault ? '' : 'font-medium'}`}>
          {name}
        </label>
        {children(id)}
        {onReset && (
          <Button kind="quiet" className="h-7 px-1.5" disabled={isDefault} onClick={onReset} aria-label={`Reset ${name}`} title="Reset">
            ↺
          </Button>
        )}
      </div>
      <p className="pr-8 text-xs text-muted">{help}</p>
    </div>
  );
}

export const controlLook =
  'h-8 rounded-md border border-line-strong bg-panel px-2 disabled:opacity-50 aria-invalid:border-bad aria-invalid:bg-bad-soft';
