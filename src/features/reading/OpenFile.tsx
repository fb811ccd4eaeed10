import type { ReactNode } from 'react';
import type { TandemError } from '../../errors';
import { FileButton } from '../../ui/FileButton';
import { ErrorAlert } from '../storage/ErrorAlert';

interface OpenFileProps {
  /** Of the field, for screen readers. */
  input: string;
  /** Of the button. */
  name: string;
  /** Whether there is a file already: another one is then less urgent. */
  has: boolean;
  disabled: boolean;
  reading: boolean;
  error: TandemError | undefined;
  onFiles: (files: File[]) => void;
  onDismiss: () => void;
  /** What else can be done with the file. */
  children?: ReactNode;
}

/** The button that opens a file, whether it is being read, and why it could not be. */
export function OpenFile({ input, name, has, disabled, reading, error, onFiles, onDismiss, children }: OpenFileProps) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <FileButton kind={has ? 'plain' : 'primary'} disabled={disabled} input={input} choose="files" onFiles={onFiles}>
          {has ? 'Open another file…' : name}
        </FileButton>
        {children}
        {reading && (
          <span role="status" className="text-muted">
            Reading…
          </span>
        )}
      </div>
      {error && <ErrorAlert error={error} onDismiss={onDismiss} />}
    </>
  );
}
