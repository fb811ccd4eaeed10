/** Every op there is. Gradient checks, parity tests and benches walk this list. */
import type { Op } from '../op';
import { adamW, clipFactor, squaredNorm } from './adamW';
import { add } from './add';
import { columnSum } from './columnSum';
import { crossEntropy, crossEntropyBackward } from './crossEntropy';
import { dropout } from './dropout';
import { gatherRows } from './gatherRows';
import { layerMix, layerMixStates, layerMixWeights } from './layerMix';
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
  meanPool,
  meanPoolBackward,
  crossEntropy,
  crossEntropyBackward,
  weighLoss,
  weighLossGradient,
  weighLossVariance,
  gatherRows,
  layerMix,
  layerMixWeights,
  layerMixStates,
  squaredNorm,
  clipFactor,
  adamW,
];
