/**
 * Named entities: which stretches of a text are of which type. Task B of the exercise: Linear H→K on every token, with BIO
 * labels (Ramshaw & Marcus, 1995); entities are joined from them.
 */
import { crossEntropy } from '../../autodiff/ops/crossEntropy';
import type { Span } from '../../data/dataset';
import { IGNORE_INDEX } from '../../kernels/crossEntropy/crossEntropy';
import type { TaskKind } from '../kind';
import { spansOf } from '../shared/gold';
import { sortedNames } from '../shared/labels';
import { tokenHead, tokenParameters } from '../shared/tokenHead';
import { entitiesCertainty } from './certainty';
import { completeEntities, ENTITY_SETTINGS, type EntitiesConfig, typesOf } from './config';
import { decodeEntities, type EntitiesAnswer } from './decode';
import { entityProbabilities } from './probabilities';
import { type EntitiesDetails, scoreEntities } from './score';
import { keptUnits, settleUnits } from './settle';
import { tallyEntities } from './tally';
import { entityTargets } from './targets';

export const entities: TaskKind<EntitiesConfig, Span[], EntitiesAnswer, EntitiesDetails> = {
  kind: 'entities',
  title: 'Entities',
  reads: [{ view: 'text', level: 'token' }],
  settings: ENTITY_SETTINGS,
  complete: completeEntities,
  fresh: (config, { lastOnly = false }) => ({ ...config, layers: config.layers === 'auto' ? (lastOnly ? 'last' : 'mix') : config.layers }),
  fits: ({ values }) => Number(values === 'spans'),
  gold: spansOf,
  configOf: (golds) => ({ kind: 'entities', types: sortedNames(golds.flat().map(({ label }) => label)) }) as EntitiesConfig,
  names: (gold) => gold.map(({ label }) => label),
  known: typesOf,
  outputs: ({ labels }) => labels.length,
  layers: ({ layers }) => (layers === 'mix' ? 'all' : 'last'),
  parameters: (config, hiddenSize, layers) => [
    ...(config.layers === 'mix' ? [{ name: 'mix', shape: [layers], fanIn: layers, fill: firstMix(layers) }] : []),
    ...tokenParameters(config, hiddenSize, config.labels.length, 'classifier'),
  ],
  forward(ops, parameter, [features], config) {
    const states = config.layers === 'mix' ? ops.layerMix(features, parameter('mix')) : features;
    return tokenHead(ops, parameter, states, config, 'classifier');
  },
  settle: settleUnits,
  keeps: keptUnits,
  target: { type: 'i32', width: () => 1, filler: IGNORE_INDEX },
  targets: entityTargets,
  loss: ({ tape, outputs, targets }) => tape.apply(crossEntropy, [outputs, targets], {}),
  decode: decodeEntities,
  label: ({ entities: found }) => found.map(({ start, end, label }) => ({ start, end, label })),
  values: 'spans',
  certainty: entitiesCertainty,
  probabilities: entityProbabilities,
  metrics: [
    { id: 'f1', name: 'Entity F1', better: 'higher', print: 'percent' },
    { id: 'precision', name: 'Precision', better: 'higher', print: 'percent' },
    { id: 'recall', name: 'Recall', better: 'higher', print: 'percent' },
    { id: 'wordF1', name: 'Entity F1 by words', better: 'higher', print: 'percent' },
    { id: 'wordStrictF1', name: 'By words, strict IOB2', better: 'higher', print: 'percent' },
    { id: 'tokenAccuracy', name: 'Token accuracy', better: 'higher', print: 'percent' },
  ],
  score: scoreEntities,
  tally: tallyEntities,
  defaults: { learningRate: 1e-2 },
};

/** What the layers have together from which entities are read best; the others share the rest, so that open ones all learn at once. */
const MIDDLE = 0.75;

/**
 * First weights of the mix. Types of words and phrases lie half to two thirds of the way up (Tenney et al., 2019), and a few
 * sentences move the weights little.
 *
 * @param states of the embeddings and of all layers above them
 */
function firstMix(states: number): number[] {
  const layers = states - 1;
  const first = Math.ceil(layers / 2);
  const last = Math.max(first, Math.floor((2 * layers) / 3));
  const middle = last + 1 - first;
  // The embeddings may be all there is.
  const share = middle === states ? 1 : MIDDLE;
  return Array.from({ length: states }, (_, i) => (i >= first && i <= last ? share / middle : (1 - share) / (states - middle)));
}
