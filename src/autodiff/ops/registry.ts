/** Every op there is. Gradient checks, parity tests and benches walk this list. */
import type { Op } from '../op';
import { activation, activationBackward } from './activation';
import { adamW, clipFactor, squaredNorm } from './adamW';
import { add } from './add';
import { attention, attentionBiasGradient, attentionGradient, attentionInner } from './attention';
import { binaryCrossEntropy, binaryCrossEntropyBackward } from './binaryCrossEntropy';
import { joinColumns, takeColumns } from './columns';
import { cosine, cosineBackward } from './cosine';
import { crossEntropy, crossEntropyBackward } from './crossEntropy';
import { dropout } from './dropout';
import { embedding, embeddingBackward } from './embedding';
import { gatedActivation, gatedActivationBackward } from './gatedActivation';
import { gatherRows } from './gatherRows';
import { layerMix, layerMixStates, layerMixWeights } from './layerMix';
import { layerNorm, layerNormStateGradient, layerNormWeightGradient } from './layerNorm';
import { linear, linearResidual, weightGradient } from './linear';
import { matmul, matmulPlus, matmulSlope } from './matmul';
import { normalize, normalizeBackward } from './normalize';
import { pool, poolBackward } from './pool';
import { reluBackward } from './reluBackward';
import { rotary } from './rotary';
import { spanCrossEntropy, spanCrossEntropyBackward } from './spanCrossEntropy';
import { squaredError, squaredErrorBackward } from './squaredError';
import { weighLoss, weighLossGradient, weighLossVariance } from './weighLoss';
import { weightedCrossEntropy, weightedCrossEntropyBackward } from './weightedCrossEntropy';

export const OPS: Op[] = [
  add,
  matmul,
  matmulPlus,
  matmulSlope,
  linear,
  linearResidual,
  weightGradient,
  reluBackward,
  dropout,
  pool,
  poolBackward,
  crossEntropy,
  crossEntropyBackward,
  weightedCrossEntropy,
  weightedCrossEntropyBackward,
  binaryCrossEntropy,
  binaryCrossEntropyBackward,
  squaredError,
  squaredErrorBackward,
  cosine,
  cosineBackward,
  normalize,
  normalizeBackward,
  spanCrossEntropy,
  spanCrossEntropyBackward,
  weighLoss,
  weighLossGradient,
  weighLossVariance,
  gatherRows,
  embedding,
  embeddingBackward,
  joinColumns,
  takeColumns,
  layerMix,
  layerMixWeights,
  layerMixStates,
  activation,
  activationBackward,
  gatedActivation,
  gatedActivationBackward,
  layerNorm,
  layerNormStateGradient,
  layerNormWeightGradient,
  attention,
  attentionInner,
  attentionGradient,
  attentionBiasGradient,
  rotary,
  squaredNorm,
  clipFactor,
  adamW,
];
