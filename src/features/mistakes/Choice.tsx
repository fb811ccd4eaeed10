import { useId } from 'react';
import { controlLook } from '../../ui/Field';
import { type Choices, LongSelect, MOST_CHOICES } from '../../ui/LongSelect';

interface ChoiceProps {
  name: string;
  value: string;
  choices: Choices;
  onChange: (value: string) => void;
}

/** One of few or many, with its name before it. */
export function Choice({ name, value, choices, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <label htmlFor={id} className="text-muted">
        {name}
      </label>
      {choices.length > MOST_CHOICES ? (
        <LongSelect id={id} look="w-44 min-w-0" choices={choices} value={value} onChange={onChange} />
      ) : (
        <select id={id} className={`${controlLook} max-w-52 min-w-0`} value={value} onChange={({ target }) => onChange(target.value)}>
          {choices.map(([choice, title]) => (
            <option key={choice} value={choice}>
              {title}
            </option>
          ))}
        </select>
      )}
    </span>
  );
}
