/** From a data set and a model to tasks, features and encoded splits: what stands before the first step. */
import type { Dataset, SplitName } from '../data/dataset';
import { TandemError } from '../errors';
import type { Encoder } from '../inference/encoder';
import { type EncoderShape, type Head, layersOf } from '../nn/heads/instance';
import type { HeadConfig } from '../nn/heads/registry';
import { encodeSplit } from './encodedSplit';
import type { EvaluatedSplit } from './evaluate';
import type { FeatureCache } from './featureCache';
import type { TrainOptions } from './options';
import { createTask, labelsOf, type Task, type TaskName } from './task';

/** How a new token head is to be built. */
export interface TokenHeadOptions {
  /** `auto` (default) is `mix` where the encoder is frozen and the features of all layers fit into {@link MIX_LIMIT}, else `last`. */
  layers?: 'auto' | 'last' | 'mix';
  /** Default: iob2. */
  decoding?: 'argmax' | 'iob2';
}

/** Bytes that the features of all layers may take for `auto` to choose them. */
const MIX_LIMIT = 512e6;
/** English text by WordPiece. */
const CHARACTERS_A_PIECE = 4;

/**
 * Heads for what a data set has labels for.
 *
 * @throws TandemError `bad-input` when it has labels for neither task
 */
export function headsFor(
  { labels, tags, train, validation }: Dataset,
  { hiddenSize, layers: states }: EncoderShape,
  { layers = 'auto', decoding = 'iob2' }: TokenHeadOptions = {},
  frozenEncoder = true,
): Partial<Record<TaskName, HeadConfig>> {
  const characters = [...train, ...validation].reduce((sum, { text }) => sum + text.length, 0);
  const fits = frozenEncoder && (characters / CHARACTERS_A_PIECE) * states * hiddenSize * 4 <= MIX_LIMIT;
  const tokenHead = { layers: layers === 'auto' ? (fits ? 'mix' : 'last') : layers, decoding };
  const heads: Partial<Record<TaskName, HeadConfig>> = {
    ...(labels.length > 1 ? { taskA: { type: 'sentenceClassification', labels } } : {}),
    ...(tags.length > 1 ? { taskB: { type: 'tokenClassification', labels: tags, ...tokenHead } } : {}),
  };
  if (Object.keys(heads).length > 0) return heads;
  const why = labels.length === 1 ? `it has one class only, "${labels[0]}"` : 'it has no classes';
  throw new TandemError(
    'bad-input',
    `There is nothing to learn from this data set: ${why}, and no entities. Give it at least two classes, or tags.`,
  );
}

/**
 * The heads that this data set can train or judge.
 *
 * @throws TandemError `bad-input` when a split is empty, a label is unknown to its head, or nothing has a label
 */
export function tasksFor(dataset: Dataset, heads: Head[], options: TrainOptions): Task[] {
  for (const split of ['train', 'validation'] as const) {
    if (dataset[split].length === 0) {
      throw new TandemError(
        'bad-input',
        `The ${split} split is empty. Choose a data set with rows in both, or let a share of its rows validate.`,
      );
    }
  }
  const tasks = heads.flatMap((head): Task[] => {
    const name = head.name as TaskName;
    const has = { taskA: dataset.labels.length > 0, taskB: dataset.tags.length > 0 }[name];
    if (!has) return [];
    checkKnown(name === 'taskA' ? 'class' : 'tag', name === 'taskA' ? dataset.labels : dataset.tags, head);
    return [createTask(name, head, options)];
  });
  if (tasks.length === 0) {
    throw new TandemError('bad-input', 'The data set has no label for any of this model’s heads. Load one with classes or tags.');
  }
  const learning = tasks.filter(({ frozen }) => !frozen);
  const labelled = {
    taskA: dataset.train.some(({ label }) => label !== undefined),
    taskB: dataset.train.some(({ tags }) => tags !== undefined),
  };
  if (options.freeze.encoder && learning.length > 0 && !learning.some(({ name }) => labelled[name])) {
    throw new TandemError(
      'bad-input',
      'No training row has a label for a head that is to learn. Unfreeze the other head, or load other data.',
    );
  }
  return tasks;
}

function checkKnown(what: string, found: string[], { config }: Head): void {
  const known = config.labels as string[];
  const unknown = found.filter((label) => !known.includes(label));
  if (unknown.length === 0) return;
  throw new TandemError(
    'bad-input',
    `The data set has the ${what} "${unknown[0]}", which the model’s head does not have (${known.join(', ')}). ` +
      `Open the model with the data set’s ${what === 'tag' ? 'tags' : 'labels'}, or rename them.`,
  );
}

/** @param onProgress sentences done of `total`, over both splits */
export async function prepare(
  encoder: Encoder,
  dataset: Dataset,
  tasks: Task[],
  cache: FeatureCache,
  splits: SplitName[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void },
): Promise<Record<SplitName, EvaluatedSplit>> {
  const taskB = tasks.find(({ name }) => name === 'taskB');
  const tokens = taskB ? layersOf(taskB.head) : 'none';
  const prepared: Partial<Record<SplitName, EvaluatedSplit>> = {};
  let before = 0;
  for (const split of splits) {
    const examples = dataset[split];
    const features = await cache.get(
      encoder,
      examples.map(({ text }) => text),
      tokens,
      { signal, onProgress: (done) => onProgress(before + done) },
    );
    before += examples.length;
    prepared[split] = {
      examples,
      encoded: encodeSplit(examples, encoder.tokenizer, labelsOf(tasks, 'taskA'), labelsOf(tasks, 'taskB')),
      features,
    };
  }
  const empty = { examples: [], encoded: encodeSplit([], encoder.tokenizer, [], []), features: await encoder.features([], 'none') };
  return { train: prepared.train ?? empty, validation: prepared.validation ?? empty };
}
