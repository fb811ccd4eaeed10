import { memo, useState } from 'react';
import { type ChoiceSetting, type FlagSetting, type NumberSetting, type Setting, wrongNumber } from '../../tasks/settings';
import { controlLook, Field } from '../../ui/Field';
import { SelectField } from '../../ui/SelectField';

interface SettingFieldProps<S extends Setting = Setting> {
  setting: S;
  /** What it belongs to, where several fields have its name. */
  of?: string;
  value: unknown;
  /** What a reset brings back. */
  initial: unknown;
  onChange: (value: unknown) => void;
  /** Default: changes to `initial`. */
  onReset?: () => void;
}

/** A setting as it is declared: its name, its control within its bounds, its reset, and what it does. */
export const SettingField = memo(({ setting, ...rest }: SettingFieldProps) => {
  switch (setting.type) {
    case 'number':
      return <NumberField setting={setting} {...rest} />;
    case 'choice':
      return <ChoiceField setting={setting} {...rest} />;
    case 'flag':
      return <FlagField setting={setting} {...rest} />;
  }
});

/** What is typed stays as it is typed; it counts once it is a number that a run would accept. */
function NumberField({ setting, of, value, initial, onChange, onReset }: SettingFieldProps<NumberSetting>) {
  const [text, setText] = useState<string>();
  const read = (typed: string) => (typed.trim() === '' ? undefined : Number(typed));
  const wrong = (number: unknown) => (number === undefined && setting.default === undefined ? undefined : wrongNumber(setting, number));
  const shown = text ?? (value === undefined ? '' : String(value));
  const problem = wrong(read(shown));
  return (
    <Field
      name={setting.label}
      of={of}
      help={setting.help}
      problem={problem && `It must be ${problem}.`}
      isDefault={value === initial}
      onReset={onReset ?? (() => onChange(initial))}
    >
      {(id, helpId) => (
        <input
          id={id}
          type="text"
          inputMode="decimal"
          className={`${controlLook} w-24 text-right tabular-nums`}
          value={shown}
          aria-invalid={problem !== undefined}
          aria-describedby={helpId}
          onChange={({ target }) => {
            setText(target.value);
            const number = read(target.value);
            if (wrong(number) === undefined) onChange(number);
          }}
          onBlur={() => setText(undefined)}
        />
      )}
    </Field>
  );
}

function ChoiceField({ setting, of, value, initial, onChange, onReset }: SettingFieldProps<ChoiceSetting>) {
  const { label, help, choices } = setting;
  const shown = String(value);
  // A head may have what no choice offers: weights that were counted.
  const offered = choices.some(([choice]) => choice === shown) ? choices : [...choices, [shown, 'as it is'] as const];
  return (
    <SelectField
      name={label}
      of={of}
      help={help}
      choices={offered}
      value={shown}
      look="max-w-48"
      isDefault={value === initial}
      onChange={onChange}
      onReset={onReset ?? (() => onChange(initial))}
    />
  );
}

function FlagField({ setting, value, initial, onChange, ...rest }: SettingFieldProps<FlagSetting>) {
  const [off, on] = setting.labels;
  const choice: ChoiceSetting = {
    ...setting,
    type: 'choice',
    default: String(setting.default),
    choices: [
      ['false', off],
      ['true', on],
    ],
  };
  return (
    <ChoiceField
      setting={choice}
      value={String(value)}
      initial={String(initial)}
      onChange={(chosen) => onChange(chosen === 'true')}
      {...rest}
    />
  );
}
