/** What was set for a run that is not as its recipe has it, or else not the default, in words. Records of other versions may lack anything. */
import type { Setting } from '../../tasks/settings';
import { CONTRASTIVE_SETTINGS } from '../../train/plan/contrastive';
import type { EarlyStopping, TrainOptions } from '../../train/plan/options';
import { defaultOf, RUN_SETTINGS, TASK_SETTINGS } from '../../train/plan/settings';
import type { RunRecord } from '../../train/runs/runs';
import type { KindInfo } from '../../workers/protocol';
import { monitors } from './monitors';
import { readOption } from './optionValues';
import { depthName } from './stages';

type Kinds = ReadonlyMap<string, KindInfo>;

type Settled = Pick<RunRecord, 'options' | 'tasks' | 'recipe'>;

type Usual = TrainOptions | undefined;

/** @param usual what settings are unless someone changes them. Default: as the run's recipe has them, or else the defaults */
export function differences(run: Settled, kinds: Kinds, usual = run.recipe?.options): string[] {
  const options = { ...run.options, tasks: run.options?.tasks ?? {} };
  return [
    ...opened(options, usual),
    ...ofRun(options, usual),
    ...stopping(options, run, kinds),
    ...Object.keys(options.tasks).flatMap((task) => ofTask(task, options, run, kinds, usual)),
  ];
}

/** More layers than a run can name. */
const MANY = 1000;

/** How far training reaches into the encoder. */
export function reachInWords({ unfreeze, contrastive }: TrainOptions): string {
  if (contrastive) return `contrastive by ${contrastive.task}`;
  if (!unfreeze) return 'encoder frozen';
  if (unfreeze.stages) return 'layers by a plan';
  return `${depthName(unfreeze, MANY)} open${unfreeze.gradual ? ', block by block' : ''}`;
}

function opened(options: TrainOptions, usual: Usual): string[] {
  const { unfreeze, contrastive } = options;
  if (JSON.stringify([unfreeze, contrastive?.task, contrastive?.layers]) === JSON.stringify(reachOf(usual))) return pairing(options, usual);
  if (!unfreeze && !contrastive && !usual) return [];
  return [reachInWords(options), ...pairing(options, usual)];
}

const reachOf = (usual: Usual) => [usual?.unfreeze, usual?.contrastive?.task, usual?.contrastive?.layers];

function pairing({ contrastive }: TrainOptions, usual: Usual): string[] {
  if (!contrastive) return [];
  return CONTRASTIVE_SETTINGS.flatMap((setting) =>
    changed(setting, contrastive[setting.key], usual?.contrastive?.[setting.key] ?? setting.default),
  );
}

function ofRun(options: TrainOptions, usual: Usual): string[] {
  const isOpen = options.unfreeze !== undefined;
  return RUN_SETTINGS.filter(({ applies }) => applies?.(options) ?? true).flatMap((setting) => {
    const isSo = usual && (usual.unfreeze !== undefined) === isOpen;
    return changed(setting, readOption(options, setting.key), isSo ? readOption(usual, setting.key) : defaultOf(setting, isOpen));
  });
}

function stopping({ earlyStopping }: TrainOptions, run: Settled, kinds: Kinds): string[] {
  return earlyStopping ? [`stops after ${stopInWords(earlyStopping, run, kinds)}`] : [];
}

export function stopInWords({ metric, patience }: EarlyStopping, run: Settled, kinds: Kinds): string {
  const name = new Map(monitors(run.tasks ?? {}, kinds)).get(metric) ?? metric;
  return `${patience} epochs without a better ${name}`;
}

function ofTask(task: string, options: TrainOptions, run: Settled, kinds: Kinds, usual: Usual): string[] {
  const kind = kinds.get(run.tasks?.[task]?.kind);
  const { freeze, ...own } = options.tasks[task];
  const before = usual?.tasks[task];
  const settings: Setting[] = [...TASK_SETTINGS, ...(kind?.settings ?? [])].filter(({ key }) => key !== 'freeze');
  const found = settings.flatMap((setting) =>
    changed(
      setting,
      own[setting.key] ?? setting.default,
      before?.[setting.key] ?? (setting.key === 'learningRate' ? kind?.defaults.learningRate : setting.default),
    ),
  );
  const isFrozen = freeze !== (before?.freeze ?? false) ? [freeze ? `${task} frozen` : `${task} learns`] : [];
  return [...isFrozen, ...found.map((text) => `${task}, ${text}`)];
}

function changed(setting: Setting, value: unknown, usual: unknown): string[] {
  if (value === undefined || value === usual) return [];
  return [`${setting.label}: ${writeSetting(setting, value)}`];
}

/** A setting's value as a person reads it. */
export function writeSetting(setting: Setting, value: unknown): string {
  if (setting.type === 'flag') return setting.labels[value ? 1 : 0];
  if (setting.type === 'choice') return setting.choices.find(([known]) => known === value)?.[1] ?? String(value);
  return String(value);
}
