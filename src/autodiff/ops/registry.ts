/** Every op there is. Gradient checks, parity tests and benches walk this list. */
import type { Op } from '../op';
import { activation, activationBackward } from './activation';
import { adamW, clipFactor, squaredNorm } from './adamW';
import { add } from './add';
import {
  attentionForward,
  attentionInner,
  attentionKeyGradient,
  attentionQueryGradient,
  attentionSums,
  attentionValueGradient,
} from './attention';
import { columnSum } from './columnSum';
import { crossEntropy, crossEntropyBackward } from './crossEntropy';
import { dropout, residualDropout } from './dropout';
import { embedding, embeddingBackward } from './embedding';
import { gatherRows } from './gatherRows';
import { layerMix, layerMixStates, layerMixWeights } from './layerMix';
import { layerNormForward, layerNormStateGradient, layerNormStatistics, layerNormWeightGradient } from './layerNorm';
import { linear } from './linear';
import { matmul } from './matmul';
import { meanPool, meanPoolBackward } from './meanPool';
import { reluBackward } from './reluBackward';
import { weighLoss, weighLossGradient, weighLossVariance } from './weighLoss';

export const OPS: Op[] = [
  add,
  matmul,
  linear,
  columnSum,
  reluBackward,
  dropout,
  residualDropout,
  meanPool,
  meanPoolBackward,
  crossEntropy,
  crossEntropyBackward,
  weighLoss,
  weighLossGradient,
  weighLossVariance,
  gatherRows,
  embedding,
  embeddingBackward,
  layerMix,
  layerMixWeights,
  layerMixStates,
  activation,
  activationBackward,
  layerNormStatistics,
  layerNormForward,
  layerNormStateGradient,
  layerNormWeightGradient,
  attentionSums,
  attentionForward,
  attentionInner,
  attentionQueryGradient,
  attentionKeyGradient,
  attentionValueGradient,
  squaredNorm,
  clipFactor,
  adamW,
];
