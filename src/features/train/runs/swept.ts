/** What a sweep can vary, as a person chooses and reads it. */
import type { TaskConfig } from '../../../tasks/kind';
import { type Setting, wrongNumber } from '../../../tasks/settings';
import type { TrainOptions } from '../../../train/plan/options';
import { RUN_SETTINGS, TASK_SETTINGS } from '../../../train/plan/settings';
import type { KindInfo } from '../../../workers/protocol';
import { writeSetting } from '../runDifferences';

export interface Varied {
  /** Path of the option: `batchSize`, `tasks.topic.learningRate`. */
  over: string;
  label: string;
  setting: Setting;
}

type Kinds = ReadonlyMap<string, KindInfo>;
type Tasks = Record<string, TaskConfig>;

/** Of the encoder: how many layers are open, from the top. */
const LAYERS: Setting = { key: 'unfreeze.layers', label: 'Open layers', help: '', type: 'number', default: 1, whole: true };

/** Whatever means anything in a run with these options, the seed first. */
export function variedOf(options: TrainOptions, tasks: Tasks, kinds: Kinds): Varied[] {
  const applying = RUN_SETTINGS.filter(({ applies }) => applies?.(options) ?? true);
  const ofRun = applying.map((setting): Varied => ({ over: setting.key, label: setting.label, setting }));
  const layers = options.unfreeze && !options.unfreeze.stages ? [{ over: LAYERS.key, label: LAYERS.label, setting: LAYERS }] : [];
  return [
    ...ofRun.filter(({ over }) => over === 'seed'),
    ...layers,
    ...ofRun.filter(({ over }) => over !== 'seed'),
    ...ofTasks(tasks, kinds),
  ];
}

const ofTasks = (tasks: Tasks, kinds: Kinds): Varied[] =>
  Object.entries(tasks).flatMap(([task, { kind }]) =>
    [...TASK_SETTINGS, ...(kinds.get(kind)?.settings ?? [])].map((setting) => ({
      over: `tasks.${task}.${setting.key}`,
      label: `${task} · ${setting.label}`,
      setting,
    })),
  );

/** What is varied, as in the form; an option that only code can vary is named as it is there. */
export const overInWords = (over: string, tasks: Tasks, kinds: Kinds): string => found(over, tasks, kinds)?.label ?? over;

export function valueInWords(over: string, value: unknown, tasks: Tasks, kinds: Kinds): string {
  const varied = found(over, tasks, kinds);
  return varied ? writeSetting(varied.setting, value) : JSON.stringify(value);
}

function found(over: string, tasks: Tasks, kinds: Kinds): Pick<Varied, 'label' | 'setting'> | undefined {
  const setting = [...RUN_SETTINGS, LAYERS].find(({ key }) => key === over);
  return setting ? { label: setting.label, setting } : ofTasks(tasks, kinds).find((one) => one.over === over);
}

/** Numbers as they are typed, between spaces, commas or semicolons. @returns `problem` in a sentence, where there is one */
export function valuesOf(setting: Setting, typed: string): { values: number[]; problem?: string } {
  if (setting.type !== 'number') return { values: [] };
  const parts = typed.split(/[\s,;]+/).filter(Boolean);
  const values = parts.map(Number);
  const wrong = values.findIndex((value) => wrongNumber(setting, value) !== undefined);
  if (parts.length === 0) return { values, problem: 'Type the values to try, with commas or spaces between them.' };
  if (wrong >= 0) return { values, problem: `“${parts[wrong]}” cannot be a value: it must be ${wrongNumber(setting, values[wrong])}.` };
  const twice = parts.find((_, i) => values.indexOf(values[i]) < i);
  return twice === undefined ? { values } : { values, problem: `${twice} is there twice: the two runs would be the same.` };
}
