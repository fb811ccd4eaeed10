import { type ReactNode, useId } from 'react';
import { Button } from './Button';

interface FieldProps {
  name: string;
  /** One line on what it does, where its name does not say it. */
  help?: string;
  /** What it belongs to, where several fields have its name. */
  of?: string;
  /** What is wrong with what was typed, in the place of the help. */
  problem?: string;
  /** Absent where there is nothing to reset. */
  onReset?: () => void;
  /** Whether it has its default. */
  isDefault: boolean;
  /** The control, to be given this id and described by that of the help. */
  children: (id: string, helpId: string) => ReactNode;
}

/** A setting: its name, its control, its reset, and a line on what it does. */
export function Field({ name, help, of, problem, onReset, isDefault, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}help`;
  return (
    <div className="flex flex-col gap-0.5">
      <div className="flex min-h-8 items-center gap-2">
        <label htmlFor={id} className={`min-w-0 flex-1 ${isDefault ? '' : 'font-medium'}`}>
          {name}
          {of && <span className="sr-only">, {of}</span>}
        </label>
        {children(id, helpId)}
        {onReset && (
          <Button
            kind="quiet"
            className="h-7 px-1.5"
            disabled={isDefault}
            onClick={onReset}
            aria-label={`Reset ${name}${of ? `, ${of}` : ''}`}
            title="Reset"
          >
            ↺
          </Button>
        )}
      </div>
      {(problem ?? help) !== undefined && (
        <p id={helpId} className={`pr-8 text-xs ${problem ? 'text-bad' : 'text-muted'}`}>
          {problem ?? help}
        </p>
      )}
    </div>
  );
}

export const controlLook =
  'h-8 rounded-md border border-line-strong bg-panel px-2 disabled:opacity-50 aria-invalid:border-bad aria-invalid:bg-bad-soft';
