/** What was set for a run that is not the default, in words. Records of other versions may lack anything. */
import type { Setting } from '../../tasks/settings';
import type { TrainOptions } from '../../train/plan/options';
import { defaultOf, RUN_SETTINGS, TASK_SETTINGS } from '../../train/plan/settings';
import type { RunRecord } from '../../train/runs/runs';
import type { KindInfo } from '../../workers/protocol';
import { monitors } from './monitors';
import { depthName } from './stages';

type Kinds = ReadonlyMap<string, KindInfo>;

type Settled = Pick<RunRecord, 'options' | 'tasks'>;

export function differences(run: Settled, kinds: Kinds): string[] {
  const options = { ...run.options, tasks: run.options?.tasks ?? {} };
  return [
    ...opened(options),
    ...ofRun(options),
    ...stopping(options, run, kinds),
    ...Object.keys(options.tasks).flatMap((task) => ofTask(task, options, run, kinds)),
  ];
}

/** More layers than a run can name. */
const MANY = 1000;

function opened({ unfreeze, contrastive }: TrainOptions): string[] {
  if (contrastive) return [`contrastive by ${contrastive.task}`];
  if (!unfreeze) return [];
  if (unfreeze.stages) return ['layers by a plan'];
  return [`${depthName(unfreeze, MANY)} open${unfreeze.gradual ? ', block by block' : ''}`];
}

function ofRun(options: TrainOptions): string[] {
  return RUN_SETTINGS.filter(({ applies }) => applies?.(options) ?? true).flatMap((setting) => {
    const value = setting.key.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], options);
    return changed(setting, value, defaultOf(setting, options.unfreeze !== undefined));
  });
}

function stopping({ earlyStopping }: TrainOptions, run: Settled, kinds: Kinds): string[] {
  if (!earlyStopping) return [];
  const { metric, patience } = earlyStopping;
  const name = new Map(monitors(run.tasks ?? {}, kinds)).get(metric) ?? metric;
  return [`stops after ${patience} epochs without a better ${name}`];
}

function ofTask(task: string, options: TrainOptions, run: Settled, kinds: Kinds): string[] {
  const kind = kinds.get(run.tasks?.[task]?.kind);
  const { freeze, ...own } = options.tasks[task];
  const settings: Setting[] = [...TASK_SETTINGS, ...(kind?.settings ?? [])];
  const found = settings.flatMap((setting) =>
    changed(setting, own[setting.key], setting.key === 'learningRate' ? kind?.defaults.learningRate : setting.default),
  );
  return [...(freeze ? [`${task} frozen`] : []), ...found.map((text) => `${task}, ${text}`)];
}

/** @param usual what the setting is unless someone changes it */
function changed(setting: Setting, value: unknown, usual: Setting['default']): string[] {
  if (value === undefined || value === usual) return [];
  return [`${setting.label}: ${write(setting, value)}`];
}

function write(setting: Setting, value: unknown): string {
  if (setting.type === 'flag') return setting.labels[value ? 1 : 0];
  if (setting.type === 'choice') return setting.choices.find(([known]) => known === value)?.[1] ?? String(value);
  return String(value);
}
