import { type KeyboardEvent, type ReactNode, useDeferredValue, useId, useLayoutEffect, useRef } from 'react';
import { countLines } from '../stores/embedStore';
import { Button } from '../ui/Button';
import { DropArea } from '../ui/DropArea';
import { plural } from '../ui/format';
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
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const lines = countLines(useDeferredValue(text));

  // The field holds what is typed into it: of a controlled one React writes the whole text anew at every key.
  useLayoutEffect(() => {
    if (area.current && area.current.value !== text) area.current.value = text;
  }, [text]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit();
    }
  };

  // The Tab key leaves the field.
  const insertTab = () => {
    if (!area.current) return;
    area.current.setRangeText('\t', area.current.selectionStart, area.current.selectionEnd, 'end');
    setText(area.current.value);
    area.current.focus();
  };

  return (
    <DropArea gap="gap-2" onFiles={onFiles}>
      <label htmlFor={id} className="text-muted">
        {hint}
      </label>
      <textarea
        ref={area}
        id={id}
        dir="auto"
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
        {tabs && <Button onClick={insertTab}>Insert a tab</Button>}
        {children}
        <span className="ml-auto text-muted tabular-nums">{lines === 0 ? 'Type a text' : plural(lines, 'line')}</span>
      </div>
    </DropArea>
  );
}
