import { type KeyboardEvent, type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../Button';
import { count } from '../format';
import { Icon } from '../Icon';
import { partAt, partsOf, type TextPart } from './textParts';

export interface LongTextCommands {
  /** In the place of what is selected. */
  insert(text: string): void;
}

interface LongTextProps {
  id: string;
  text: string;
  onText(text: string): void;
  onKeyDown?(event: KeyboardEvent): void;
  commands?: RefObject<LongTextCommands | null>;
}

/** What is pasted and longer is not laid out as a whole. */
const LONG_PASTE = 200_000;

/** What was done to all parts at once, to be taken back: the field itself knows of the one that it holds. */
interface Whole {
  before: string;
  /** What the field held before it, where the field takes its own part back by itself. */
  field?: string;
  /** What the field held after it. */
  after?: string;
}

/**
 * A field for texts of any length. It holds one part of a long one, in which everything works as in any field; others are a button
 * away. All of them are selected by the usual key, and then replaced, copied or deleted together.
 */
export function LongText({ id, text, onText, onKeyDown, commands }: LongTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [parts, setParts] = useState(() => partsOf(text));
  const [place, setPlace] = useState(0);
  const [all, setAll] = useState(false);
  /** The text that the parts are of. */
  const [mine, setMine] = useState(text);
  /** What was put into the field, or read from it. */
  const held = useRef<string>(undefined);
  const caret = useRef<number>(undefined);
  const whole = useRef<Whole>(undefined);
  const { start, end, line } = parts[place];

  const show = (next: string, at: number | undefined) => {
    const made = partsOf(next);
    setMine(next);
    const found = at === undefined ? 0 : partAt(made, at);
    caret.current = at === undefined ? undefined : at - made[found].start;
    setParts(made);
    setPlace(found);
    setAll(false);
  };
  // It was changed by others.
  if (mine !== text) show(text, undefined);

  useLayoutEffect(() => {
    const field = area.current;
    const shown = text.slice(start, end);
    // Of a controlled field React writes the whole text anew at every key.
    if (field && held.current !== shown) {
      held.current = shown;
      field.value = shown;
      if (whole.current) whole.current.after ??= shown;
    }
    if (field && caret.current !== undefined) {
      field.setSelectionRange(caret.current, caret.current);
      caret.current = undefined;
    }
  }, [text, start, end]);

  /** Puts a text in the place of all of it. */
  const replace = (next: string, at: number) => {
    whole.current = { before: text };
    show(next, at);
    onText(next);
  };
  /** The field has changed. */
  const take = (inputType: string) => {
    const { value } = area.current as HTMLTextAreaElement;
    const before = held.current ?? '';
    held.current = value;
    const done = whole.current;
    let next = text.slice(0, start) + value + text.slice(end);
    if (all) {
      whole.current = { before: text, field: before, after: value };
      next = value;
      setParts([{ start: 0, end: value.length, line: 0 }]);
      setPlace(0);
    } else if (inputType === 'historyUndo' && done?.field === value && done.after === before) {
      next = done.before;
      const made = partsOf(next);
      const at = made.findIndex((part) => next.slice(part.start, part.end) === value);
      setParts(at < 0 ? [{ start: 0, end: next.length, line: 0 }] : made);
      setPlace(Math.max(0, at));
      whole.current = undefined;
    } else {
      setParts(grown(parts, place, value.length - (end - start)));
    }
    setAll(false);
    setMine(next);
    onText(next);
  };

  const leave = (to: number) => {
    setAll(false);
    // Parts as they are now: some have grown.
    const made = partsOf(text);
    const wanted = partAt(made, parts[to].start);
    setParts(made);
    setPlace(wanted);
    caret.current = 0;
    whole.current = undefined;
    area.current?.scrollTo({ top: 0 });
  };
  const keyDown = (event: KeyboardEvent) => {
    const ctrl = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.key.toLowerCase();
    if (ctrl && key === 'a') setAll(parts.length > 1);
    else if (ctrl && key === 'z' && !event.shiftKey && canTakeBack(whole.current, held.current)) {
      event.preventDefault();
      const { before } = whole.current as Whole;
      whole.current = undefined;
      show(before, Math.min(start, before.length));
      onText(before);
    } else if (/^(Arrow|Page|Home|End|Escape)/.test(event.key)) setAll(false);
    onKeyDown?.(event);
  };
  const selected = (): [from: number, to: number] => {
    const { selectionStart, selectionEnd } = area.current as HTMLTextAreaElement;
    return all ? [0, text.length] : [start + selectionStart, start + selectionEnd];
  };
  const put = (inserted: string) => {
    const [from, to] = selected();
    replace(text.slice(0, from) + inserted + text.slice(to), from + inserted.length);
  };
  useImperativeHandle(commands, () => ({
    insert(inserted) {
      const field = area.current;
      if (!field) return;
      field.setRangeText(inserted, field.selectionStart, field.selectionEnd, 'end');
      take('insertText');
      field.focus();
    },
  }));
  useEffect(() => {
    const field = area.current;
    if (!field || !all) return;
    const copy = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    field.addEventListener('copy', copy);
    return () => field.removeEventListener('copy', copy);
  }, [all, text]);

  return (
    <>
      <textarea
        ref={area}
        id={id}
        rows={11}
        spellCheck={false}
        // Each line by itself, from right to left where it begins so. With dir="auto" a browser looks through all lines for each of them.
        className="w-full resize-y rounded-md border border-line-strong bg-panel px-2.5 py-2 leading-relaxed [unicode-bidi:plaintext]"
        onChange={({ nativeEvent }) => take((nativeEvent as InputEvent).inputType ?? '')}
        onKeyDown={keyDown}
        onPointerDown={() => setAll(false)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n');
          if (pasted.length < LONG_PASTE) return;
          event.preventDefault();
          put(pasted);
        }}
        onCut={(event) => {
          if (!all) return;
          event.preventDefault();
          event.clipboardData.setData('text/plain', text);
          put('');
        }}
      />
      {parts.length > 1 && (
        <div className="flex flex-wrap items-center gap-2">
          <Button className="h-7 px-2" disabled={place === 0} aria-label="Lines before these" onClick={() => leave(place - 1)}>
            <Icon name="left" />
          </Button>
          <Button
            className="h-7 px-2"
            disabled={place === parts.length - 1}
            aria-label="Lines after these"
            onClick={() => leave(place + 1)}
          >
            <Icon name="right" />
          </Button>
          <span role="status" className="text-muted tabular-nums">
            {all
              ? 'All lines are selected, those that are not shown as well'
              : `From line ${count(line + 1)}: part ${count(place + 1)} of ${count(parts.length)}`}
          </span>
        </div>
      )}
    </>
  );
}

/** Parts after one of them has grown by so many characters. */
const grown = (parts: TextPart[], place: number, by: number): TextPart[] =>
  by === 0 ? parts : parts.map((part, i) => (i < place ? part : { ...part, start: part.start + (i > place ? by : 0), end: part.end + by }));

/** Once the field has taken back what was typed since. */
const canTakeBack = (whole: Whole | undefined, held: string | undefined) =>
  whole !== undefined && whole.field === undefined && whole.after === held;
