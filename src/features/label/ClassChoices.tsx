import { hasNames, marksText, type TaskToLabel } from '../../stores/label/tasksToLabel';
import { Button } from '../../ui/Button';
import { entityColour } from '../../ui/entityColour';
import { percent } from '../../ui/format';
import { LongList } from '../../ui/LongList';
import { nameKey } from './keys';
import { NameField } from './NameField';
import { NumberChoice } from './NumberChoice';
import { type Labelling, namesChosen } from './useLabelling';

interface ClassChoicesProps {
  task: TaskToLabel;
  labelling: Labelling;
  /** Whether digits are for it. */
  active: boolean;
  /** Whether there is no other task. */
  only: boolean;
  fieldId: string;
  /** The type that stretches are marked as. */
  type: string | undefined;
  onActivate(): void;
  onGive(name: string): void;
  onChangeNames(): void;
  /** A field of it was left by a key; whether that gave the row what it is labelled with. */
  onDone(given?: boolean): void;
}

/** Drawn at once; the others are found by their names. */
const MOST_NAMES = 30;

/** The names of a task: what the row has is filled, what the model suggests is dashed. */
export function ClassChoices({
  task,
  labelling,
  active,
  only,
  fieldId,
  type,
  onActivate,
  onGive,
  onChangeNames,
  onDone,
}: ClassChoicesProps) {
  const label = labelling.labelOf(task);
  const suggestion = labelling.suggestionOf(task);
  const isSpans = marksText(task);
  const chosen = isSpans ? [] : namesChosen(label);
  const suggested = isSpans || !suggestion ? [] : namesChosen(suggestion.label);
  const nothing = Array.isArray(label) && label.length === 0;
  return (
    <fieldset className={`flex min-w-0 flex-col gap-1.5 rounded-md border p-2 ${active && !only ? 'border-accent' : 'border-line'}`}>
      <legend className="px-1">
        <button type="button" className="font-semibold" onClick={onActivate} aria-pressed={active} title="Digits are for this task">
          <span dir="auto">{task.task}</span>
        </button>
        <span className="text-muted">{stateOf(task, label !== undefined, nothing, suggestion?.sure)}</span>
      </legend>
      {task.values === 'numbers' && <NumberChoice task={task} labelling={labelling} fieldId={fieldId} onDone={onDone} />}
      {task.values !== 'numbers' && (
        <LongList items={task.names} nameOf={(name) => name} thing={isSpans ? 'type' : 'class'} most={MOST_NAMES}>
          {(shown) => (
            <div className="flex flex-wrap gap-1.5">
              {shown.map((name) => {
                const index = task.names.indexOf(name);
                const has = isSpans ? type === name : chosen.includes(name);
                const isSuggested = suggested.includes(name);
                return (
                  <Button
                    key={name}
                    kind={has ? 'primary' : 'plain'}
                    aria-pressed={has}
                    // A click on a row that is still being fetched would be lost.
                    disabled={!labelling.row}
                    className={`h-7 max-w-72 px-2 ${isSuggested ? 'border-dashed !border-accent' : ''}`}
                    onClick={() => onGive(name)}
                  >
                    {active && nameKey(index) && <kbd className="text-xs opacity-70">{nameKey(index)}</kbd>}
                    <span dir="auto" className={`truncate ${isSpans && !has ? entityColour(name) : ''}`}>
                      {name}
                    </span>
                    {isSuggested && suggestion && <span className="text-xs">{percent(suggestion.sure)}?</span>}
                  </Button>
                );
              })}
              {task.values !== 'names' && (
                <Button
                  kind={nothing ? 'primary' : 'plain'}
                  aria-pressed={nothing}
                  disabled={!labelling.row}
                  className="h-7 px-2"
                  onClick={() => labelling.nothing(task)}
                >
                  {active && <kbd className="text-xs opacity-70">0</kbd>}
                  {task.values === 'answers' ? 'No answer' : isSpans ? 'No entity' : 'None'}
                </Button>
              )}
            </div>
          )}
        </LongList>
      )}
      {hasNames(task) && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <NameField id={fieldId} task={task} onGive={onGive} onDone={onDone} />
          {task.names.length > 0 && (
            <Button kind="quiet" className="h-7 px-2 text-xs" onClick={onChangeNames}>
              {isSpans ? 'Change types…' : 'Change classes…'}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  );
}

const NOTHING: Partial<Record<TaskToLabel['values'], string>> = { spans: ': no entity', answers: ': no answer' };

function stateOf({ values }: TaskToLabel, known: boolean, nothing: boolean, sure: number | undefined): string {
  if (known) return nothing ? (NOTHING[values] ?? ': none of them') : ': labelled';
  return sure === undefined ? ': not labelled' : `: suggested, ${percent(sure)}`;
}
