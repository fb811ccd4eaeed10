/** Options of the next run's tasks, as the data set's tasks come and go. */
import type { TaskConfig } from '../tasks/kind';
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

/**
 * Options with an entry for each task: tasks that were there keep theirs. Early stopping by a metric that is gone is dropped, and
 * contrastive fine-tuning by classes that are gone.
 */
export function withTasks(options: TrainOptions, tasks: Record<string, TaskConfig>, kinds: ReadonlyMap<string, KindInfo>): TrainOptions {
  const entries = Object.entries(tasks).map(([name, { kind }]) => {
    const own = Object.hasOwn(options.tasks, name) ? options.tasks[name] : undefined;
    return [name, own ? ofKind(own, kinds.get(kind)) : defaultTaskOptions(kinds.get(kind))] as const;
  });
  const { earlyStopping, contrastive, ...rest } = options;
  const metric = earlyStopping?.metric;
  const known =
    metric === 'mean' ||
    Object.entries(tasks).some(([name, { kind }]) => kinds.get(kind)?.metrics.some(({ id }) => metric === `${name}.${id}`));
  const paired = contrastive && Object.hasOwn(tasks, contrastive.task) && tasks[contrastive.task].kind === 'classification';
  return {
    ...rest,
    ...(earlyStopping && known ? { earlyStopping } : {}),
    ...(contrastive && paired ? { contrastive } : {}),
    tasks: Object.fromEntries(entries),
  };
}
