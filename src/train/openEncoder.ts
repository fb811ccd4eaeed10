/** From a loaded model and a data set to what an open encoder learns from. */
import type { Dataset, SplitName } from '../data/dataset';
import { TandemError } from '../errors';
import type { Encoder } from '../inference/encoder';
import type { BertConfig } from '../model/config';
import { readTensors } from '../model/tensorValues';
import { depthOf } from '../nn/encoderGroups';
import { layersOf } from '../nn/heads/instance';
import { type EncodedSplit, encodeSplit } from './encodedSplit';
import type { EncoderLearning } from './encoderLearner';
import type { FeatureCache } from './featureCache';
import type { TrainOptions } from './options';
import { labelsOf, type Task } from './task';
import { planUnfreezing } from './unfreezing';

/** Bytes of hidden states that are kept; beyond, every step computes the frozen layers anew. */
const KEEP_LIMIT = 1e9;

export interface OpenJob {
  signal: AbortSignal;
  onProgress(split: SplitName, done: number): void;
}

type StatesOf = NonNullable<EncoderLearning['statesOf']>;

/** @throws TandemError `bad-input` when nothing could learn by these options */
export async function openEncoder(
  encoder: Encoder,
  dataset: Dataset,
  tasks: Task[],
  options: TrainOptions,
  cache: FeatureCache,
  job: OpenJob,
): Promise<EncoderLearning> {
  const { model } = encoder;
  checkModel(model.config);
  const { unfreeze = { layers: 0 }, learningRate } = options;
  const plan = planUnfreezing(unfreeze, model.config.numHiddenLayers, options.epochs, learningRate.encoder);
  checkLearning(tasks, options, plan[0].lowest > model.config.numHiddenLayers);
  const splits = openSplits(encoder, dataset, tasks);
  const keeps = (tokensOf(splits.train.encoded) + tokensOf(splits.validation.encoded)) * encoder.hiddenSize * 4 <= KEEP_LIMIT;
  // What lies below the kept states is never computed here.
  const lowest = keeps ? Math.min(...plan.map((epoch) => epoch.lowest)) : 0;
  const parameters = await readTensors(model, (name) => depthOf(name) >= lowest);
  const states = keeps ? { statesOf: statesOf(encoder, dataset, cache, job) } : {};
  return { tasks, ...splits, options, encoder: { config: model.config, parameters }, plan, ...states };
}

/** Both splits as numbers. */
export function openSplits({ tokenizer }: Encoder, dataset: Dataset, tasks: Task[]): Pick<EncoderLearning, SplitName> {
  const split = (name: SplitName) => ({
    examples: dataset[name],
    encoded: encodeSplit(dataset[name], tokenizer, labelsOf(tasks, 'taskA'), labelsOf(tasks, 'taskB')),
  });
  return { train: split('train'), validation: split('validation') };
}

/** What computes the kept states of a data set. */
export function statesOf(encoder: Encoder, dataset: Dataset, cache: FeatureCache, { signal, onProgress }: OpenJob): StatesOf {
  return async (split, depth) => {
    const texts = dataset[split].map(({ text }) => text);
    return (await cache.get(encoder, texts, depth, { signal, onProgress: (done) => onProgress(split, done) })).tokens;
  };
}

function checkModel({ hiddenSize, numAttentionHeads }: BertConfig): void {
  const headSize = hiddenSize / numAttentionHeads;
  if (headSize % 4 === 0) return;
  throw new TandemError(
    'unsupported-model',
    `This model’s attention heads are ${headSize} values wide. An encoder can be trained here where they are a multiple of four; heads can be trained on this one while it is frozen.`,
  );
}

function checkLearning(tasks: Task[], { frozenLoss }: TrainOptions, headsAlone: boolean): void {
  const mixing = tasks.find(({ head }) => layersOf(head) === 'all');
  if (mixing) {
    throw new TandemError(
      'bad-input',
      'The token head mixes the features of all layers, which goes with a frozen encoder alone. Start with new heads, or with a token head that reads the last layer.',
    );
  }
  if (!tasks.every(({ frozen }) => frozen)) return;
  if (headsAlone) {
    throw new TandemError(
      'bad-input',
      'In the first epoch nothing learns: both heads are frozen, and no layer is open yet. Open one, or a head.',
    );
  }
  if (!frozenLoss) {
    throw new TandemError(
      'bad-input',
      'Nothing teaches the encoder: both heads are frozen and their losses do not count. Let them count, or unfreeze a head.',
    );
  }
}

const tokensOf = ({ rows }: EncodedSplit) => rows.reduce((sum, row) => sum + row.length, 0);
