import { type DragEvent, type ReactNode, useState } from 'react';

interface DropAreaProps {
  /** Absent where nothing can be dropped for now. */
  onFiles?: (files: File[], dropped: DataTransfer) => void;
  /** Space between the things inside. */
  gap?: string;
  children: ReactNode;
}

/** Takes files that are dropped on it: a second way to what a button inside does. */
export function DropArea({ onFiles, gap = 'gap-3', children }: DropAreaProps) {
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) onFiles?.(files, event.dataTransfer);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the buttons do.
    <div
      className={`flex flex-col ${gap} p-3 ${over ? 'rounded-b-lg bg-accent-soft' : ''}`}
      onDragOver={(event) => {
        if (!onFiles) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {children}
    </div>
  );
}
