import { useId, useState } from 'react';
import { spokenNames } from '../../tasks/shared/classNames';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { LongList } from '../../ui/LongList';
import { useStores, useTrain } from '../stores';

/** Classes drawn at once. */
const MOST_CLASSES = 20;
const NONE: Record<string, string[]> = {};

interface ClassNamesProps {
  task: string;
  /** Classes of the task in the data set. */
  labels: readonly string[];
}

/** What each class of a task is called or described by, for a head that knows its classes by name. */
export function ClassNames({ task, labels }: ClassNamesProps) {
  const { train } = useStores();
  const named = useTrain(({ options }) => options.names?.[task]) ?? NONE;
  const added = Object.keys(named).filter((name) => !labels.includes(name));
  const classes = [...labels, ...added];
  const spoken = spokenNames(classes);
  const set = (change: Record<string, string[]>) => train.getState().setClassTexts(task, { ...named, ...change });
  const remove = (name: string) => train.getState().setClassTexts(task, without(named, name));
  return (
    <section aria-label={`Classes of ${task}`} className="flex flex-col gap-1.5">
      <p className="text-xs text-muted">
        A class is recognised by its name, or by what you write here instead: a description, or examples, one per line.
      </p>
      <LongList items={classes} nameOf={(name) => name} thing="class" most={MOST_CLASSES}>
        {(shown) =>
          shown.map((name) => (
            <ClassText
              key={name}
              name={name}
              spoken={spoken[classes.indexOf(name)]}
              texts={named[name]}
              onChange={(texts) => (texts.length > 0 || added.includes(name) ? set({ [name]: texts }) : remove(name))}
              onRemove={added.includes(name) ? () => remove(name) : undefined}
            />
          ))
        }
      </LongList>
      <AddClasses known={classes} onAdd={(names) => set(Object.fromEntries(names.map((name) => [name, []])))} />
    </section>
  );
}

interface ClassTextProps {
  name: string;
  /** Its name in words. */
  spoken: string;
  texts: string[] | undefined;
  onChange: (texts: string[]) => void;
  /** Absent where the data set has it. */
  onRemove?: () => void;
}

/** What is typed stays as it is typed; blank lines do not count. */
function ClassText({ name, spoken, texts = [], onChange, onRemove }: ClassTextProps) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  return (
    <div className="flex flex-col gap-0.5">
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="min-w-0 flex-1 truncate" dir="auto">
          {name}
        </label>
        {onRemove && (
          <Button kind="quiet" className="h-7 px-1.5" onClick={onRemove} aria-label={`Remove the class ${name}`} title="Remove">
            ×
          </Button>
        )}
      </div>
      <LinesField
        id={id}
        placeholder={spoken}
        value={typed ?? texts.join('\n')}
        onChange={(text) => {
          setTyped(text);
          onChange(linesOf(text));
        }}
        onBlur={() => setTyped(undefined)}
      />
    </div>
  );
}

function AddClasses({ known, onAdd }: { known: string[]; onAdd: (names: string[]) => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const names = [...new Set(linesOf(typed))].filter((name) => !known.includes(name));
  const add = () => {
    onAdd(names);
    setTyped('');
  };
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="text-xs text-muted">
          {known.length === 0 ? 'Names of the classes, one per line' : 'More classes, one per line'}
        </label>
        <LinesField id={id} value={typed} onChange={setTyped} />
      </div>
      <Button disabled={names.length === 0} onClick={add}>
        Add
      </Button>
    </div>
  );
}

interface LinesFieldProps {
  id: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
}

/** Grows with its lines, up to eight. */
function LinesField({ value, onChange, ...field }: LinesFieldProps) {
  return (
    <textarea
      {...field}
      dir="auto"
      className={`${controlLook} h-auto min-h-8 w-full resize-y py-1`}
      rows={Math.min(8, value.split('\n').length)}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const without = (named: Record<string, string[]>, name: string) =>
  Object.fromEntries(Object.entries(named).filter(([key]) => key !== name));
