import { controlLook, Field } from './Field';
import { type Choices, LongSelect, MOST_CHOICES } from './LongSelect';

interface SelectFieldProps {
  name: string;
  /** What it belongs to, where several fields have its name. */
  of?: string;
  /** One line on what it does, where its name does not say it. */
  help?: string;
  choices: Choices;
  value: string;
  isDefault: boolean;
  /** Its width, and what else is its own. */
  look?: string;
  onChange: (value: string) => void;
  onReset: () => void;
}

/** A setting that is one of a few choices. */
export function SelectField({ choices, value, look = 'w-48', onChange, ...field }: SelectFieldProps) {
  return (
    <Field {...field}>
      {(id, helpId) => {
        const describedBy = field.help === undefined ? undefined : helpId;
        if (choices.length > MOST_CHOICES) return <LongSelect {...{ id, describedBy, choices, value, look, onChange }} />;
        return (
          <select
            id={id}
            className={`${controlLook} ${look}`}
            aria-describedby={describedBy}
            title={choices.find(([choice]) => choice === value)?.[1]}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          >
            {choices.map(([choice, title]) => (
              <option key={choice} value={choice}>
                {title}
              </option>
            ))}
          </select>
        );
      }}
    </Field>
  );
}
