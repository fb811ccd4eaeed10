import { type MouseEvent, type RefObject, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { snapToWords, trimmed, type Word, wordsOf } from '../../stores/label/spans';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { entityColour } from '../../ui/entityColour';
import type { EntityCommands } from './entityCommands';
import { piecesOf } from './textPieces';
import { type Labelling, spansIn } from './useLabelling';

interface EntityTextProps {
  text: string;
  /** Whose entities are marked. Absent where there is no such task: the text is for reading. */
  task: TaskToLabel | undefined;
  /** What a stretch is marked as as soon as it is drawn. Absent: it is only chosen. */
  type: string | undefined;
  labelling: Labelling;
  /** In a list: set as tightly as the lines around it. */
  dense: boolean;
  commands: RefObject<EntityCommands | null>;
  onProblem(problem: string | undefined): void;
}

/** The text with its entities; stretches are chosen by dragging, by a click on a word, or by keys. */
export function EntityText({ text, task, type, labelling, dense, commands, onProblem }: EntityTextProps) {
  const [chosen, setChosen] = useState<Word>();
  const words = useMemo(() => wordsOf(text), [text]);
  const place = useRef<HTMLParagraphElement>(null);
  const label = task && labelling.labelOf(task);
  const suggested = task && labelling.suggestionOf(task);
  const spans = spansIn(label ?? suggested?.label);

  const mark = (stretch: Word, name: string): string | undefined => task && labelling.markSpan(task, { ...stretch, label: name });
  useImperativeHandle(commands, () => ({
    move(by, extend) {
      const next = movedBy(words, chosen, by, extend);
      if (next) setChosen(next);
    },
    stretch(by, end) {
      if (!chosen) return;
      const next = end ? { ...chosen, end: chosen.end + by } : { ...chosen, start: chosen.start + by };
      if (next.start >= 0 && next.start < next.end && next.end <= text.length) setChosen(next);
    },
    mark: (name) => (chosen ? mark(chosen, name) : undefined),
    chosen: () => chosen,
    remove() {
      const span = chosen && spansIn(label).find(({ start, end }) => start < chosen.end && chosen.start < end);
      if (span && task) labelling.removeSpan(task, span);
    },
  }));

  const onMouseUp = (event: MouseEvent) => {
    const drawn = task && place.current && drawnIn(place.current);
    if (!drawn) return;
    // With Alt the stretch is as it was drawn, inside a word too.
    const stretch = event.altKey && drawn.start < drawn.end ? trimmed(text, drawn) : snapToWords(words, drawn.start, drawn.end);
    setChosen(stretch);
    if (!stretch || drawn.start === drawn.end) return;
    getSelection()?.removeAllRanges();
    onProblem(type === undefined ? undefined : mark(stretch, type));
  };

  // The same is done with keys, which the row takes.
  return (
    <p
      ref={place}
      dir="auto"
      className={`max-h-96 overflow-auto break-words whitespace-pre-wrap ${dense ? 'leading-7' : 'text-lg leading-loose'}`}
      onMouseUp={onMouseUp}
    >
      {piecesOf(text, spans, chosen).map(({ start, end, span, isLast, isChosen }) => {
        const look = isChosen ? 'bg-accent-soft outline-2 outline-accent' : span ? 'bg-sunken' : '';
        if (!span) {
          return (
            <span key={start} className={look}>
              {text.slice(start, end)}
            </span>
          );
        }
        const frame = label === undefined ? 'border-b-2 border-dashed' : 'border-b-2';
        return (
          <mark
            key={start}
            // Beside the text, so that it counts in no offset.
            data-type={isLast ? ` ${span.label}` : undefined}
            title={label === undefined ? `${span.label}, suggested` : span.label}
            className={`rounded-sm text-text [unicode-bidi:isolate] after:ml-1 after:text-[0.65rem] after:font-semibold after:[unicode-bidi:isolate] after:content-[attr(data-type)] ${frame} ${entityColour(span.label)} ${look}`}
          >
            {text.slice(start, end)}
          </mark>
        );
      })}
    </p>
  );
}

/** The next word, or one more on the side of the move. */
function movedBy(words: Word[], chosen: Word | undefined, by: number, extend: boolean): Word | undefined {
  if (!chosen) return by > 0 ? words[0] : words.at(-1);
  const first = words.findIndex(({ end }) => end > chosen.start);
  const last = words.findLastIndex(({ start }) => start < chosen.end);
  const next = words[(by > 0 ? last : extend ? last : first) + by];
  if (!extend) return next;
  // Shift with the way back takes the last word away again.
  if (by < 0 && last > first) return { start: chosen.start, end: words[last - 1].end };
  return by > 0 ? next && { start: chosen.start, end: next.end } : undefined;
}

/** What is selected in an element, as offsets into its text. */
function drawnIn(element: HTMLElement): Word | undefined {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return undefined;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
}
