/** Options of the next run's tasks, as the data set's tasks come and go. */
import type { TaskConfig } from '../tasks/kind';
import type { ClassTexts } from '../tasks/shared/classNames';
import type { TaskOptions, TrainOptions } from '../train/plan/options';
import { TASK_SETTINGS } from '../train/plan/settings';
import type { KindInfo } from '../workers/protocol';

/** What a task is set to before anyone changes it; settings of its kind are left to the kind. */
export const defaultTaskOptions = (kind: KindInfo | undefined): TaskOptions => ({
  weight: 1,
  learningRate: kind?.defaults.learningRate ?? 1e-3,
  freeze: false,
});

/** Without settings of the kind that the task was before. */
function ofKind(own: TaskOptions, kind: KindInfo | undefined): TaskOptions {
  const known = [...TASK_SETTINGS, ...(kind?.settings ?? [])].map(({ key }) => key);
  return Object.fromEntries(Object.entries(own).filter(([key]) => known.includes(key))) as unknown as TaskOptions;
}

/** Options in which the classes of a task are described by these texts; undefined for a task without any. */
export function withClassTexts({ names, ...options }: TrainOptions, task: string, texts: ClassTexts | undefined): TrainOptions {
  const others = Object.entries(names ?? {}).filter(([name]) => name !== task);
  const all = [...others, ...(texts ? [[task, texts] as const] : [])];
  return { ...options, ...(all.length > 0 ? { names: Object.fromEntries(all) } : {}) };
}

/** Described are still classes of the tasks that there are, and tasks made of named classes while the data set has none of its own. */
function withKnownClasses(names: TrainOptions['names'], tasks: Record<string, TaskConfig>): TrainOptions['names'] {
  const isKnown = ([task, texts]: [string, object]) => {
    if (!Object.hasOwn(tasks, task)) return Object.keys(tasks).length === 0;
    const { labels } = tasks[task];
    return Array.isArray(labels) && Object.keys(texts).every((name) => labels.includes(name));
  };
  const kept = Object.entries(names ?? {}).filter(isKnown);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/**
 * Options with an entry for each task: tasks that were there keep theirs. Early stopping by a metric that is gone is dropped, and
 * contrastive fine-tuning by classes that are gone, as are descriptions of such classes.
 */
export function withTasks(options: TrainOptions, tasks: Record<string, TaskConfig>, kinds: ReadonlyMap<string, KindInfo>): TrainOptions {
  const entries = Object.entries(tasks).map(([name, { kind }]) => {
    const own = Object.hasOwn(options.tasks, name) ? options.tasks[name] : undefined;
    return [name, own ? ofKind(own, kinds.get(kind)) : defaultTaskOptions(kinds.get(kind))] as const;
  });
  const { earlyStopping, contrastive, names, ...rest } = options;
  const described = withKnownClasses(names, tasks);
  const metric = earlyStopping?.metric;
  const known =
    metric === 'mean' ||
    Object.entries(tasks).some(([name, { kind }]) => kinds.get(kind)?.metrics.some(({ id }) => metric === `${name}.${id}`));
  const paired = contrastive && Object.hasOwn(tasks, contrastive.task) && tasks[contrastive.task].kind === 'classification';
  return {
    ...rest,
    ...(earlyStopping && known ? { earlyStopping } : {}),
    ...(contrastive && paired ? { contrastive } : {}),
    ...(described ? { names: described } : {}),
    tasks: Object.fromEntries(entries),
  };
}
