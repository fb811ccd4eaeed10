import { useState } from 'react';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import type { Labelling } from './useLabelling';

interface NumberChoiceProps {
  task: TaskToLabel;
  labelling: Labelling;
  fieldId: string;
  /** A number was given by a key, or the field was left by one. */
  onDone(given: boolean): void;
}

/** A score: typed, with the numbers that others have beside it. */
export function NumberChoice({ task, labelling, fieldId, onDone }: NumberChoiceProps) {
  const label = labelling.labelOf(task);
  const shown = typeof label === 'number' ? String(label) : '';
  const [typed, setTyped] = useState(shown);
  // Another row, or one that was changed elsewhere; in the same render, as an effect may come after the first digit for that row.
  const now = `${labelling.row?.key} ${shown}`;
  const [of, setOf] = useState(now);
  if (of !== now) {
    setOf(now);
    setTyped(shown);
  }
  const value = numberIn(typed);
  const problem = value !== undefined && !Number.isFinite(value) ? 'This is not a number.' : undefined;
  const [lowest, highest] = task.range ?? [];
  const isOutside = value !== undefined && lowest !== undefined && highest !== undefined && (value < lowest || value > highest);
  const give = (text: string) => {
    const number = numberIn(text);
    if (text !== shown && (number === undefined || Number.isFinite(number))) labelling.setNumber(task, number ?? null);
  };
  const rangeId = `${fieldId}-range`;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <input
        id={fieldId}
        inputMode="decimal"
        className={`${controlLook} w-28 tabular-nums`}
        aria-label={`Number for ${task.task}`}
        aria-describedby={rangeId}
        aria-invalid={problem !== undefined}
        autoComplete="off"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={({ target }) => give(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            // What is typed is not given when the field is left.
            event.currentTarget.value = shown;
            setTyped(shown);
            onDone(false);
          }
          if (event.key !== 'Enter' || problem !== undefined || value === undefined) return;
          event.preventDefault();
          // Leaving the field gives it.
          onDone(true);
        }}
      />
      {label !== undefined && (
        <Button kind="quiet" className="h-7 px-2" onClick={() => labelling.setNumber(task, null)}>
          Clear
        </Button>
      )}
      <span id={rangeId} className={`text-xs ${problem ? 'text-bad' : isOutside ? 'text-warn' : 'text-muted'}`}>
        {problem ?? rangeInWords(lowest, highest, isOutside)}
      </span>
    </div>
  );
}

/** @returns undefined where nothing is typed, NaN for what is not a number */
function numberIn(text: string): number | undefined {
  const sought = text.trim().replace(',', '.');
  return sought === '' ? undefined : Number(sought);
}

function rangeInWords(lowest: number | undefined, highest: number | undefined, isOutside: boolean): string {
  if (lowest === undefined || highest === undefined) return 'A number; Enter goes on.';
  return isOutside ? `Others are from ${lowest} to ${highest}: look again.` : `From ${lowest} to ${highest}; Enter goes on.`;
}
