/** What a setting is, wherever it belongs: declared once, and read by the check, the form, the reset and the documentation. */
import { TandemError } from '../errors';

interface Common {
  /** Its key in the options. */
  key: string;
  /** What a person calls it. */
  label: string;
  /** One line on what it does. */
  help: string;
}

export interface NumberSetting extends Common {
  type: 'number';
  default: number | undefined;
  /** Lowest value. Default: 0. */
  min?: number;
  max?: number;
  /** What it must stay below. */
  below?: number;
  /** Whether it must be above `min`, not equal to it. */
  above?: boolean;
  whole?: boolean;
  /** Whether 0 is allowed although it is below `min`: it turns the setting off. */
  orZero?: boolean;
}

export interface ChoiceSetting extends Common {
  type: 'choice';
  default: string;
  choices: readonly (readonly [value: string, label: string])[];
}

export interface FlagSetting extends Common {
  type: 'flag';
  default: boolean;
  /** What off and on are called. */
  labels: readonly [off: string, on: string];
}

export type Setting = NumberSetting | ChoiceSetting | FlagSetting;

/** What a number may be, in words; undefined where `value` is allowed. */
export function wrongNumber({ min = 0, max, below, above, whole, orZero }: NumberSetting, value: unknown): string | undefined {
  const inside =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (above ? value > min : value >= min) &&
    value <= (max ?? value) &&
    value < (below ?? Number.POSITIVE_INFINITY) &&
    (!whole || Number.isInteger(value));
  if (inside || (orZero && value === 0)) return undefined;
  const upper = max === undefined ? (below === undefined ? '' : ` and below ${below}`) : ` and at most ${max}`;
  return (
    `a ${whole ? 'whole ' : ''}number ${min === Number.NEGATIVE_INFINITY ? '' : `${above ? 'above' : 'of at least'} ${min}`}${upper}`.trimEnd() +
    (orZero ? ', or 0' : '')
  );
}

/** @param name as the caller knows the option @throws TandemError `bad-input` saying what it may be */
export function checkSetting(setting: Setting, value: unknown, name: string): void {
  if (setting.type === 'number' && value === undefined && setting.default === undefined) return;
  const allowed =
    setting.type === 'number'
      ? wrongNumber(setting, value)
      : setting.type === 'flag'
        ? typeof value === 'boolean'
          ? undefined
          : 'true or false'
        : setting.choices.some(([known]) => known === value)
          ? undefined
          : `one of ${setting.choices.map(([known]) => known).join(', ')}`;
  if (allowed !== undefined) throw new TandemError('bad-input', `${name} is ${String(value)}; it must be ${allowed}.`);
}
