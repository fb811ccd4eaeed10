/** From a loaded model and a data set to what an open encoder learns from. */
import type { EncoderConfig } from '../../architectures/architecture';
import { parametersOf } from '../../architectures/parameters';
import type { Example } from '../../data/dataset';
import { TandemError } from '../../errors';
import { extentOf } from '../../inference/depths';
import type { Encoder } from '../../inference/encoder';
import type { ReadingOptions } from '../../inference/reading';
import { whyNoWeights } from '../../model/onnxOnly';
import { readTensors } from '../../model/tensorValues';
import type { View } from '../../tasks/kind';
import { encodeSplitSlowly } from '../data/encodedSplit';
import type { FeatureCache } from '../data/featureCache';
import { keptExamples, keptLayout } from '../data/keptStates';
import { cachedTexts } from '../data/prepare';
import type { TrainOptions } from '../plan/options';
import type { Task } from '../plan/task';
import { type EpochDepth, planUnfreezing } from '../plan/unfreezing';
import { type EncoderLearning, knownBelow, type LearningSplit, type OpenSplit } from './encoderLearner';

/** Bytes of hidden states that are kept; beyond, every step computes the frozen layers anew. */
const KEEP_LIMIT = 1e9;

export interface OpenJob {
  signal: AbortSignal;
  onProgress(split: LearningSplit, done: number): void;
}

type StatesOf = NonNullable<EncoderLearning['statesOf']>;
type Splits = Record<LearningSplit, Example[]>;

/** @throws TandemError `bad-input` when nothing could learn by these options */
export async function openEncoder(
  encoder: Encoder,
  splits: Splits,
  tasks: Task[],
  options: TrainOptions,
  cache: FeatureCache,
  job: OpenJob,
): Promise<EncoderLearning> {
  const { model } = encoder;
  const untrainable = whyUntrainable(model);
  if (untrainable !== undefined) throw new TandemError('unsupported-model', untrainable);
  const { unfreeze = { layers: 0 }, learningRate } = options;
  const plan = planUnfreezing(unfreeze, model.config.numHiddenLayers, options.epochs, learningRate.encoder);
  checkShared(model.config, plan);
  checkLearning(tasks, options, plan[0].lowest > model.config.numHiddenLayers);
  const encoded = await openSplits(encoder, splits, tasks, options, job.signal);
  const tokens = keptTokens(encoded.train) + keptTokens(encoded.validation);
  const widths = plan.filter(({ lowest }) => lowest > 0).map((epoch) => extentOf(knownBelow(epoch, tasks)).states);
  const bytes = tokens * Math.max(0, ...widths) * encoder.hiddenSize * 4;
  const keeps = bytes <= KEEP_LIMIT;
  // What lies below the kept states is never computed here, unless layers above share it.
  const lowest = keeps ? Math.min(...plan.map((epoch) => epoch.lowest)) : 0;
  const read = new Set(parametersOf(model.config).all.flatMap(({ name, readUpTo }) => (readUpTo >= lowest ? [name] : [])));
  const parameters = await readTensors(model, (name) => read.has(name));
  const states = keeps ? { statesOf: statesOf(encoder, splits, options, cache, job) } : {};
  return {
    tasks,
    ...encoded,
    options,
    encoder: { config: model.config, modes: model.sentence.pooling.modes, parameters },
    plan,
    ...states,
    ...(bytes > 0 ? { kept: { bytes, where: keeps ? 'memory' : 'nowhere' } } : {}),
  };
}

/** Both splits as numbers. */
export async function openSplits(
  encoder: Encoder,
  splits: Splits,
  tasks: Task[],
  reading: ReadingOptions,
  signal: AbortSignal,
): Promise<Pick<EncoderLearning, LearningSplit>> {
  const heads = tasks.map(({ head }) => head);
  const read = (example: Example, view: View) => encoder.read(example, view, reading);
  const split = async (name: LearningSplit) => ({
    examples: splits[name],
    encoded: await encodeSplitSlowly(splits[name], heads, read, name === 'validation', signal),
  });
  return { train: await split('train'), validation: await split('validation') };
}

/** What computes the kept states of a data set. */
export function statesOf(
  encoder: Encoder,
  splits: Splits,
  reading: ReadingOptions,
  cache: FeatureCache,
  { signal, onProgress }: OpenJob,
): StatesOf {
  const { longTexts, stride } = reading;
  return async (split, view, depths) => {
    const all = splits[split].length;
    const texts = cachedTexts(encoder, keptExamples(splits[split], view), view, { longTexts, stride });
    const report = (done: number) => onProgress(split, Math.round((done * all) / Math.max(1, texts.count)));
    return cache.states(encoder, texts, depths, { signal, onProgress: report });
  };
}

/** Why a model's encoder cannot be trained here, in a sentence; undefined where it can. */
export function whyUntrainable({ id, weights, config: { hiddenSize, numAttentionHeads } }: Encoder['model']): string | undefined {
  const missing = whyNoWeights({ id, weights }, 'its encoder cannot be trained');
  if (missing !== undefined) return missing;
  const headSize = hiddenSize / numAttentionHeads;
  if (headSize % 4 === 0) return undefined;
  return `This model’s attention heads are ${headSize} values wide. An encoder can be trained here where they are a multiple of four; heads can be trained on this one while it is frozen.`;
}

const sharedParameters = (config: EncoderConfig) => parametersOf(config).all.filter(({ depth, readUpTo }) => depth > 0 && readUpTo > depth);

/** Whether layers share parameters, so that they learn together or not at all. */
export const sharesLayers = (config: EncoderConfig): boolean => sharedParameters(config).length > 0;

function checkShared(config: EncoderConfig, plan: EpochDepth[]): void {
  const shared = sharedParameters(config);
  if (!plan.some(({ lowest }) => shared.some(({ depth, readUpTo }) => depth < lowest && lowest <= readUpTo))) return;
  throw new TandemError(
    'bad-input',
    "The layers of this model share their parameters, so that they learn together. Unfreeze all layers at once (`unfreeze: { layers: 'all' }`, without `gradual`), or none.",
  );
}

function checkLearning(tasks: Task[], { frozenLoss }: TrainOptions, headsAlone: boolean): void {
  if (!tasks.every(({ frozen }) => frozen)) return;
  if (headsAlone) {
    throw new TandemError(
      'bad-input',
      'In the first epoch nothing learns: all heads are frozen, and no layer is open yet. Open one, or a head.',
    );
  }
  if (!frozenLoss) {
    throw new TandemError(
      'bad-input',
      'Nothing teaches the encoder: all heads are frozen and their losses do not count. Let them count, or unfreeze a head.',
    );
  }
}

/** Whose states are kept, where they are. */
export const keptTokens = (split: OpenSplit): number =>
  [...split.encoded.views.keys()].reduce((sum, view) => sum + keptLayout(split, view).tokens, 0);
