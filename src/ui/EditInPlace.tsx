import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { controlLook } from './Field';

interface EditInPlaceProps {
  value: string;
  /** Names the field, and the button that opens it. */
  label: string;
  /** Shown where there is no value; it may be what is used then. */
  placeholder: string;
  /** Over several lines: Enter begins a new one, and what is typed is kept as it is typed. Default: false. */
  multiline?: boolean;
  maxLength?: number;
  /** Of what is shown while nobody edits. */
  look?: string;
  onChange: (value: string) => void;
}

/** How long after the last key what is typed over several lines is kept. */
const KEPT_AFTER_MS = 500;

/** A text that becomes a field when it is clicked: Enter or leaving the field keeps what was typed, Escape takes it back. */
export function EditInPlace({ value, label, placeholder, multiline = false, maxLength, look = '', onChange }: EditInPlaceProps) {
  const [typed, setTyped] = useState<string>();
  const before = useRef(value);
  const button = useRef<HTMLButtonElement>(null);
  const hadKey = useRef(false);

  useEffect(() => {
    if (!multiline || typed === undefined || typed === value) return;
    const timer = setTimeout(() => onChange(typed.trim()), KEPT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [multiline, typed, value, onChange]);

  useEffect(() => {
    if (typed === undefined && hadKey.current) button.current?.focus();
    hadKey.current = false;
  }, [typed]);

  if (typed === undefined) {
    return (
      <button
        ref={button}
        type="button"
        dir="auto"
        aria-label={`${label}${value ? `: ${value}` : ''}`}
        title={label}
        className={`min-h-[24px] cursor-text rounded-sm text-left hover:bg-sunken hover:underline ${look} ${value ? '' : 'text-muted'}`}
        onClick={() => {
          before.current = value;
          setTyped(value);
        }}
      >
        {value || placeholder}
      </button>
    );
  }
  const end = (kept: string) => {
    if (kept !== value) onChange(kept);
    setTyped(undefined);
  };
  const common = {
    'aria-label': label,
    dir: 'auto',
    maxLength,
    autoFocus: true,
    value: typed,
    onBlur: () => end(typed.trim()),
    onKeyDown: (event: KeyboardEvent) => {
      const isEnter = event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey);
      if (!isEnter && event.key !== 'Escape') return;
      // The button takes the focus at once, and would be pressed by the same key.
      event.preventDefault();
      event.stopPropagation();
      hadKey.current = true;
      end(isEnter ? typed.trim() : before.current);
    },
  } as const;
  return multiline ? (
    <textarea {...common} rows={4} className={`${controlLook} h-auto w-64 py-1`} onChange={({ target }) => setTyped(target.value)} />
  ) : (
    <input
      {...common}
      className={`${controlLook} h-7 w-52`}
      placeholder={placeholder}
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
