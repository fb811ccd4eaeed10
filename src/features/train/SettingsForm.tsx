import { useState } from 'react';
import { controlLook, Field } from '../../ui/Field';
import { DEFAULT_OPTIONS } from '../../workers/protocol';
import { useTrain } from '../stores';
import { SETTING_GROUPS } from './settingGroups';
import { defaultsOf, type NumberSetting, type Setting, type Settings } from './settings';
import { UnfreezingPlan } from './UnfreezingPlan';

const INITIAL = defaultsOf({ options: DEFAULT_OPTIONS, tokenHead: { layers: 'auto', decoding: 'iob2' }, startFrom: 'new' });

/** Every setting of the next run, each with its default, its reset and a line on what it does. */
export function SettingsForm() {
  const { options, tokenHead, startFrom, setOptions, setTokenHead, setStartFrom } = useTrain((state) => state);
  const settings: Settings = { options, tokenHead, startFrom };
  const change = (next: Settings) => {
    setOptions(next.options);
    setTokenHead(next.tokenHead);
    setStartFrom(next.startFrom);
  };
  return (
    <div className="flex flex-col divide-y divide-line">
      {SETTING_GROUPS.filter(({ settings: group }) => group.some(({ applies }) => applies?.(settings) ?? true)).map(
        ({ title, settings: group }, i) => (
          <details key={title} open={i < 3} className="px-3 py-2">
            <summary className="cursor-pointer font-medium">{title}</summary>
            <div className="mt-1 flex flex-col gap-1.5">
              {group
                .filter(({ applies }) => applies?.(settings) ?? true)
                .map((setting) => (
                  <SettingField key={setting.name} setting={setting} settings={settings} onChange={change} />
                ))}
            </div>
            {title === 'What learns' && options.unfreeze && <UnfreezingPlan />}
          </details>
        ),
      )}
    </div>
  );
}

interface SettingFieldProps {
  setting: Setting;
  settings: Settings;
  onChange: (settings: Settings) => void;
}

function SettingField({ setting, settings, onChange }: SettingFieldProps) {
  // What opens the encoder is closed by default; all else starts from what goes with it as it is.
  const closed = setting.name === 'Encoder';
  const defaults = closed ? INITIAL : defaultsOf(settings);
  const isDefault = setting.get(settings) === setting.get(defaults);
  const reset = () =>
    onChange(setting.kind === 'number' ? setting.set(settings, setting.get(defaults)) : setting.set(settings, setting.get(defaults)));
  return (
    <Field name={setting.name} help={setting.help} isDefault={isDefault} onReset={reset}>
      {(id) =>
        setting.kind === 'choice' ? (
          <select
            id={id}
            className={`${controlLook} max-w-44`}
            value={setting.get(settings)}
            onChange={(event) => onChange(setting.set(settings, event.target.value))}
          >
            {setting.choices.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        ) : (
          <NumberInput
            id={id}
            setting={setting}
            value={setting.get(settings)}
            onChange={(value) => onChange(setting.set(settings, value))}
          />
        )
      }
    </Field>
  );
}

interface NumberInputProps {
  id: string;
  setting: NumberSetting;
  value: number;
  onChange: (value: number) => void;
}

/** What is typed stays as it is typed; it counts once it is a number within the bounds. */
function NumberInput({ id, setting, value, onChange }: NumberInputProps) {
  const [text, setText] = useState<string>();
  const { min, max = Number.POSITIVE_INFINITY, whole = false } = setting;
  const fits = (number: number) => Number.isFinite(number) && number >= min && number <= max && (!whole || Number.isInteger(number));
  const shown = text ?? String(value);
  const invalid = !fits(Number(shown)) || shown.trim() === '';
  return (
    <input
      id={id}
      type="text"
      inputMode="decimal"
      className={`${controlLook} w-24 text-right tabular-nums`}
      value={shown}
      aria-invalid={invalid}
      title={
        invalid
          ? `A ${whole ? 'whole ' : ''}number of at least ${min}${max === Number.POSITIVE_INFINITY ? '' : `, at most ${max}`}`
          : undefined
      }
      onChange={(event) => {
        setText(event.target.value);
        const number = Number(event.target.value);
        if (event.target.value.trim() !== '' && fits(number)) onChange(number);
      }}
      onBlur={() => setText(undefined)}
    />
  );
}
