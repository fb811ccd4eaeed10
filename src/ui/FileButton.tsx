import { type ComponentProps, useRef } from 'react';
import { Button } from './Button';

interface FileButtonProps extends Omit<ComponentProps<typeof Button>, 'onClick'> {
  /** What is chosen, to screen readers. */
  input: string;
  /** Whether a folder is chosen, several files, or one. Default: one. */
  choose?: 'folder' | 'files';
  /** Endings and types that are offered. Default: all. */
  accept?: string;
  onFiles: (files: File[]) => void;
}

/** Opens the system's dialog for files. */
export function FileButton({ input, choose, accept, onFiles, ...button }: FileButtonProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => field.current?.click()} />
      <input
        ref={field}
        type="file"
        multiple={choose === 'files'}
        {...(choose === 'folder' ? { webkitdirectory: '' } : {})}
        accept={accept}
        aria-label={input}
        className="hidden"
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          if (files.length > 0) onFiles(files);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
    </>
  );
}
