/** Options of a caller who knows tasks by other names than the run. */
import { TandemError } from '../../errors';
import type { TrainOptionsInput } from './options';
import { byName, splitMetric } from './task';

/**
 * The same options with each task under the run's name for it, wherever they name one.
 *
 * @param names the run's, where they differ
 * @throws TandemError `bad-input` where a task is named in both ways
 */
export function renamedOptions(input: TrainOptionsInput, names: ReadonlyMap<string, string>): TrainOptionsInput {
  const { tasks, learningRate, freeze, earlyStopping, contrastive, names: classNames } = input;
  return {
    ...input,
    ...(tasks ? { tasks: renamed(tasks, names) } : {}),
    ...(typeof learningRate === 'object' ? { learningRate: besideEncoder(learningRate, names) } : {}),
    ...(freeze ? { freeze: besideEncoder(freeze, names) } : {}),
    ...(typeof contrastive === 'object' && contrastive.task !== undefined
      ? { contrastive: { ...contrastive, task: names.get(contrastive.task) ?? contrastive.task } }
      : {}),
    ...(typeof classNames === 'object' ? { names: renamed(classNames, names) } : {}),
    ...(earlyStopping ? { earlyStopping: { ...earlyStopping, metric: renamedMetric(earlyStopping.metric, names) } } : {}),
  };
}

function renamed<T>(record: Record<string, T>, names: ReadonlyMap<string, string>): Record<string, T> {
  const result = byName<T>({});
  for (const [name, value] of Object.entries(record)) {
    const own = names.get(name) ?? name;
    if (own in result) throw new TandemError('bad-input', `The options name the task ${own} twice, also as ${nameOf(own, names)}.`);
    result[own] = value;
  }
  return result;
}

const nameOf = (own: string, names: ReadonlyMap<string, string>) => [...names].find(([, name]) => name === own)?.[0];

/** `encoder` is none of the tasks here, even where there is one of this name. */
function besideEncoder<T>(record: Partial<Record<string, T>>, names: ReadonlyMap<string, string>): Partial<Record<string, T>> {
  return renamed(record, new Map([...names].filter(([name]) => name !== 'encoder')));
}

function renamedMetric(metric: string, names: ReadonlyMap<string, string>): string {
  const [task, id] = splitMetric(metric);
  const name = names.get(task);
  return name === undefined ? metric : `${name}.${id}`;
}
