/** The heads of a loaded model on examples, as Predict would answer them. */
import type { Backend } from '../../autodiff/backend';
import type { Example } from '../../data/dataset';
import { headParameters } from '../../tasks/head';
import type { FeatureCache } from '../../train/data/featureCache';
import { type PreparedSplit, prepareSplits } from '../../train/data/prepare';
import { type Evaluated, Evaluator } from '../../train/learners/evaluator';
import type { Task } from '../../train/plan/task';
import { sentenceProgress } from '../sentenceProgress';
import type { CallContext } from '../serve';
import type { Loaded } from '../service';

export async function evaluateSplit(
  { encoder, reading }: Loaded,
  examples: Example[],
  tasks: Task[],
  cache: FeatureCache,
  create: () => Backend,
  { signal, progress }: CallContext,
): Promise<Evaluated> {
  const heads = tasks.map(({ head }) => head);
  const onProgress = sentenceProgress(progress, examples.length);
  const { validation } = await prepareSplits(encoder, { validation: examples }, heads, reading, cache, { signal, onProgress });
  return evaluatePrepared(validation, tasks, create);
}

export async function evaluatePrepared(validation: PreparedSplit, tasks: Task[], create: () => Backend): Promise<Evaluated> {
  const heads = tasks.map(({ head }) => head);
  const backend = create();
  const stores = new Map([...headParameters(heads)].map(([name, { data }]) => [name, backend.store(data)]));
  const evaluator = new Evaluator(backend, validation, (name) => stores.get(name) ?? backend.store(0));
  try {
    return await evaluator.evaluate(tasks);
  } finally {
    evaluator.destroy();
    for (const store of stores.values()) store.destroy();
    backend.destroy();
  }
}
