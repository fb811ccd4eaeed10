import { type DragEvent, type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { toLines } from '../stores/embedStore';
import { Button } from '../ui/Button';
import { plural } from '../ui/format';
import { useEmbed, useModel } from './stores';

interface SentencesFieldProps {
  /** What the button does. */
  action: string;
  busy: boolean;
  onSubmit: () => void;
  /** Takes a dropped file; without it nothing can be dropped. */
  onFile?: (file: File) => void;
  children?: ReactNode;
}

/** The sentences that all panels share, one a line. */
export function SentencesField({ action, busy, onSubmit, onFile, children }: SentencesFieldProps) {
  const text = useEmbed((state) => state.text);
  const setText = useEmbed((state) => state.setText);
  const ready = useModel(({ loaded }) => loaded !== undefined);
  const [over, setOver] = useState(false);
  const id = useId();
  const lines = toLines(text).length;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit();
    }
  };

  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile?.(file);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the buttons do.
    <div
      className={`flex flex-col gap-2 p-3 ${over ? 'rounded-b-lg bg-accent-soft' : ''}`}
      onDragOver={(event) => {
        if (!onFile) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <label htmlFor={id} className="text-muted">
        One sentence a line{onFile ? ', or drop a .txt or .csv file here' : ''}
      </label>
      <textarea
        id={id}
        value={text}
        rows={11}
        spellCheck={false}
        className="w-full resize-y rounded-md border border-line-strong bg-panel px-2.5 py-2 leading-relaxed"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" onClick={onSubmit} disabled={!ready || busy || lines === 0} title={`${action} (Ctrl + Enter)`}>
          {action}
        </Button>
        {children}
        <span className="ml-auto text-muted tabular-nums">{lines === 0 ? 'Type a sentence' : plural(lines, 'sentence')}</span>
      </div>
    </div>
  );
}
