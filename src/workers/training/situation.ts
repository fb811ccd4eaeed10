/** What a recipe is chosen by, of a loaded model and a data set. */
import { type Example, SPLITS } from '../../data/dataset';
import { toTandemError } from '../../errors';
import { type Head, isReadable } from '../../tasks/head';
import type { AnyKind, TaskConfig } from '../../tasks/kind';
import { taskKind } from '../../tasks/registry';
import { silentClasses } from '../../tasks/shared/classNames';
import { bindTasks, type TaskDataset, tasksFor } from '../../train/data/tasks';
import { drawnUnlabelled } from '../../train/data/unlabelled';
import { sharesLayers, whyUntrainable } from '../../train/learners/openEncoder';
import { completeOptions } from '../../train/plan/options';
import type { Situation, TaskSituation } from '../../train/plan/recipes/situation';
import { kindsOf } from '../../train/plan/task';
import type { Loaded } from '../service';

/** Rows whose lengths are looked at. */
const SAMPLED = 100;

export function situationOf(loaded: Loaded, dataset: TaskDataset, validationIsDrawn: boolean): Situation {
  const { encoder, heads, trained } = loaded;
  const { model, hiddenSize } = encoder;
  const untrainable = whyUntrainable(model);
  const misfit = misfitOf(dataset, heads);
  const tasks = Object.entries(dataset.tasks).map(([name, config]) => [name, taskOf(name, config, dataset, validationIsDrawn)] as const);
  return {
    model: {
      id: model.id,
      hiddenSize,
      layers: model.config.numHiddenLayers,
      ...(untrainable === undefined ? {} : { untrainable }),
      sharesLayers: sharesLayers(model.config),
    },
    rows: { train: dataset.train.length, validation: dataset.validation.length, test: dataset.test.length },
    unlabelled: unlabelledOf(dataset, validationIsDrawn),
    validationIsDrawn,
    tokensPerRow: tokensPerRow(loaded, dataset),
    tasks: Object.fromEntries(tasks),
    heads: { trained, ...(misfit === undefined ? {} : { misfit }) },
  };
}

function taskOf(name: string, config: TaskConfig, dataset: TaskDataset, validationIsDrawn: boolean): TaskSituation {
  const kind = taskKind(config.kind);
  const has = (example: Example) => example.labels[name] !== undefined && isReadable({ kind }, example);
  const [train, validation, test] = SPLITS.map((split) => dataset[split].filter(has));
  const counts = new Map<string, number>();
  for (const { labels } of validationIsDrawn ? [...train, ...validation] : train) {
    const label = labels[name];
    if (typeof label === 'string') counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const names = kind.kind === 'classification' ? kind.known?.(config) : undefined;
  const perClass = names?.map((label) => counts.get(label) ?? 0);
  const silent = silentClasses(names ?? [], {});
  const heads = headsOf(kind);
  const solvedHead = heads.find((head) => kind.solver?.({ ...config, head }) !== undefined);
  const namedHead = heads.find((head) => kind.needsNoRows?.({ ...config, head }) === true);
  return {
    kind: kind.kind,
    level: kind.reads[0].level,
    labelled: { train: train.length, validation: validation.length, test: test.length },
    ...(perClass && perClass.length > 0
      ? {
          classes: {
            count: perClass.length,
            withRows: perClass.filter((rows) => rows > 0).length,
            fewest: Math.min(...perClass),
            mean: perClass.reduce((a, b) => a + b) / perClass.length,
            ...(silent.length > 0 ? { silent } : {}),
          },
        }
      : {}),
    shaping: kind.settings.flatMap(({ key, shapesHead }) => (shapesHead ? [key] : [])),
    ...(solvedHead === undefined ? {} : { solvedHead }),
    ...(namedHead === undefined ? {} : { namedHead }),
  };
}

function unlabelledOf({ train, validation, tasks }: TaskDataset, validationIsDrawn: boolean): Situation['unlabelled'] {
  const rows = (validationIsDrawn ? [...train, ...validation] : train).filter(({ labels }) =>
    Object.keys(tasks).every((name) => labels[name] === undefined),
  );
  return { all: rows.length, read: drawnUnlabelled(rows, () => true, 0).length };
}

function headsOf({ settings }: AnyKind): string[] {
  const setting = settings.find(({ key }) => key === 'head');
  return setting?.type === 'choice' ? setting.choices.map(([head]) => head) : [];
}

/** Why heads cannot go on with these rows; undefined where they can. */
function misfitOf(dataset: TaskDataset, heads: Head[]): string | undefined {
  try {
    const bound = bindTasks(dataset, heads);
    tasksFor(bound, heads, completeOptions({}, kindsOf(heads)), ['train']);
    const without = Object.keys(bound.tasks).filter((name) => !heads.some((head) => head.name === name));
    return without.length > 0 ? `The heads in use have none for ${without.join(', ')}.` : undefined;
  } catch (thrown) {
    return toTandemError(thrown).message;
  }
}

function tokensPerRow({ encoder, reading }: Loaded, { train, validation, tasks }: TaskDataset): number {
  const rows = train.length > 0 ? train : validation;
  const stride = Math.max(1, Math.floor(rows.length / SAMPLED));
  const sample = rows.filter((_, i) => i % stride === 0).slice(0, SAMPLED);
  const kinds = Object.values(tasks).map(({ kind }) => taskKind(kind));
  const tokens = sample.map((example) => {
    const views = new Set(kinds.filter((kind) => isReadable({ kind }, example)).flatMap(({ reads }) => reads.map(({ view }) => view)));
    return [...(views.size > 0 ? views : ['text' as const])]
      .flatMap((view) => encoder.read(example, view, reading).sequences)
      .reduce((sum, { ids }) => sum + ids.length, 0);
  });
  return tokens.reduce((a, b) => a + b, 0) / Math.max(1, tokens.length);
}
