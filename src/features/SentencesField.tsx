import { type KeyboardEvent, type ReactNode, useDeferredValue, useId, useRef } from 'react';
import { countLines } from '../stores/embedStore';
import { Button } from '../ui/Button';
import { DropArea } from '../ui/DropArea';
import { plural } from '../ui/format';
import { LongText, type LongTextCommands } from '../ui/longText/LongText';
import { useEmbed, useModel } from './stores';

interface SentencesFieldProps {
  /** What a line is. */
  hint: string;
  /** Whether lines have two parts with a tab between them. */
  tabs?: boolean;
  /** What the button does. */
  action: string;
  busy: boolean;
  onSubmit: () => void;
  /** Takes dropped files; without it nothing can be dropped. */
  onFiles?: (files: File[]) => void;
  children?: ReactNode;
}

/** The texts that all panels share, one per line. */
export function SentencesField({ hint, tabs = false, action, busy, onSubmit, onFiles, children }: SentencesFieldProps) {
  const text = useEmbed((state) => state.text);
  const setText = useEmbed((state) => state.setText);
  const ready = useModel(({ loaded }) => loaded !== undefined);
  const field = useRef<LongTextCommands>(null);
  const id = useId();
  const lines = countLines(useDeferredValue(text));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit();
    }
  };

  return (
    <DropArea gap="gap-2" onFiles={onFiles}>
      <label htmlFor={id} className="text-muted">
        {hint}
      </label>
      <LongText id={id} text={text} onText={setText} onKeyDown={onKeyDown} commands={field} />
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" onClick={onSubmit} disabled={!ready || busy || lines === 0} title={`${action} (Ctrl + Enter)`}>
          {action}
        </Button>
        {/* The Tab key leaves the field. */}
        {tabs && <Button onClick={() => field.current?.insert('\t')}>Insert a tab</Button>}
        {children}
        <span className="ml-auto text-muted tabular-nums">{lines === 0 ? 'Type a text' : plural(lines, 'line')}</span>
      </div>
    </DropArea>
  );
}
