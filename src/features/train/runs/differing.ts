/** Settings of several runs beside each other: only those that are not the same. Records of other versions may lack anything. */
import type { Setting } from '../../../tasks/settings';
import { CONTRASTIVE_SETTINGS } from '../../../train/plan/contrastive';
import { defaultOf, RUN_SETTINGS, TASK_SETTINGS } from '../../../train/plan/settings';
import type { RunRecord } from '../../../train/runs/runs';
import { count } from '../../../ui/format';
import type { KindInfo } from '../../../workers/protocol';
import { readOption } from '../optionValues';
import { reachInWords, stopInWords, writeSetting } from '../runDifferences';

export interface DifferingSetting {
  label: string;
  /** In the order of the runs; `–` where a run has no such setting. */
  values: string[];
}

type Kinds = ReadonlyMap<string, KindInfo>;

export function differingSettings(runs: RunRecord[], kinds: Kinds): DifferingSetting[] {
  const all = runs.map((run) => new Map(settingsOf(run, kinds)));
  const labels = new Set(all.flatMap((settings) => [...settings.keys()]));
  return [...labels].flatMap((label) => {
    const values = all.map((settings) => settings.get(label) ?? '–');
    return values.every((value) => value === values[0]) ? [] : [{ label, values }];
  });
}

/** Every setting that means anything in a run, by what a person calls it. */
function settingsOf(run: RunRecord, kinds: Kinds): [label: string, value: string][] {
  const { recipe, model, dataset, device, options } = run;
  const { train, validation } = dataset ?? {};
  const known: [string, string | undefined][] = [
    ['Model', model],
    ['Data set', dataset?.name],
    ['Rows', dataset && `${count(train)} to train on, ${count(validation)} to validate`],
    ['Recipe', recipe?.title],
    ['Device', device],
  ];
  const said = known.flatMap(([label, value]): [string, string][] => (value === undefined ? [] : [[label, value]]));
  if (!options) return said;
  const { unfreeze, contrastive, earlyStopping } = options;
  return [
    ...said,
    ['Encoder', reachInWords(options)],
    ...(unfreeze?.stages ? [['Plan', JSON.stringify(unfreeze.stages)] as [string, string]] : []),
    ...(contrastive ? CONTRASTIVE_SETTINGS.flatMap((setting) => one(setting, contrastive[setting.key])) : []),
    ...RUN_SETTINGS.filter(({ applies }) => applies?.({ ...options, tasks: options.tasks ?? {} }) ?? true).flatMap((setting) =>
      one(setting, readOption(options, setting.key) ?? defaultOf(setting, unfreeze !== undefined)),
    ),
    ...(earlyStopping ? [['Early stopping', stopInWords(earlyStopping, run, kinds)] as [string, string]] : []),
    ...Object.keys(options.tasks ?? {}).flatMap((task) => ofTask(run, task, kinds)),
  ];
}

function ofTask({ options, tasks }: RunRecord, task: string, kinds: Kinds): [string, string][] {
  const own = options.tasks[task];
  const config = tasks?.[task];
  const settings = [...TASK_SETTINGS, ...(kinds.get(config?.kind ?? '')?.settings ?? [])];
  const names = options.names && Object.hasOwn(options.names, task) ? Object.keys(options.names[task]) : [];
  return [
    ...settings.flatMap((setting) => one(setting, own[setting.key] ?? config?.[setting.key] ?? setting.default, `${task} · `)),
    ...(names.length > 0 ? [[`${task} · Described classes`, names.join(', ')] as [string, string]] : []),
  ];
}

const one = (setting: Setting, value: unknown, of = ''): [string, string][] =>
  value === undefined ? [] : [[of + setting.label, writeSetting(setting, value)]];
