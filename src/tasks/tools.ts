/** What a task kind is made with that stands in a module of its own, outside of this code. */
import { binaryCrossEntropy } from '../autodiff/ops/binaryCrossEntropy';
import { crossEntropy } from '../autodiff/ops/crossEntropy';
import { spanCrossEntropy } from '../autodiff/ops/spanCrossEntropy';
import { squaredError } from '../autodiff/ops/squaredError';
import { weightedCrossEntropy } from '../autodiff/ops/weightedCrossEntropy';
import { TandemError } from '../errors';
import { IGNORE_INDEX } from '../kernels/crossEntropy/crossEntropy';
import { linearParameters } from '../nn/parameters';
import { argmax, sigmoid, softmax } from '../nn/rows';
import { mlp, mlpParameters } from './shared/mlp';

export interface TaskTools {
  /** Of a linear layer: `<name>.weight` [outputs, inputs] and `<name>.bias` [outputs]. */
  linearParameters: typeof linearParameters;
  /** The head of sentence tasks: H→H, ReLU, dropout 0.1, H→outputs. */
  mlp: typeof mlp;
  /** Of `mlp`. */
  mlpParameters: typeof mlpParameters;
  /** Ops for `tape.apply`, each giving [2]: the mean, and what it is a mean over. */
  losses: {
    binaryCrossEntropy: typeof binaryCrossEntropy;
    crossEntropy: typeof crossEntropy;
    spanCrossEntropy: typeof spanCrossEntropy;
    squaredError: typeof squaredError;
    weightedCrossEntropy: typeof weightedCrossEntropy;
  };
  /** A target that does not count: −100. */
  IGNORE_INDEX: number;
  argmax: typeof argmax;
  sigmoid: typeof sigmoid;
  softmax: typeof softmax;
  TandemError: typeof TandemError;
}

export const TASK_TOOLS: TaskTools = {
  linearParameters,
  mlp,
  mlpParameters,
  losses: { binaryCrossEntropy, crossEntropy, spanCrossEntropy, squaredError, weightedCrossEntropy },
  IGNORE_INDEX,
  argmax,
  sigmoid,
  softmax,
  TandemError,
};
