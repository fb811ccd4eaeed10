/** The activation of a feed-forward layer: ReLU, GELU, or GELU by tanh. */
import {
  type ActivationName,
  activation as activationKernel,
  activationBackward as backwardKernel,
} from '../../kernels/activation/activation';
import { activationBackwardOnCpu, activationOnCpu } from '../../kernels/activation/cpu';
import { type Op, requireShapes, size } from '../op';
import { matmul, matmulSlope, type Transposed } from './matmul';

export interface ActivationAttributes {
  /** As `hidden_act` in config.json. */
  kind: ActivationName;
}

export const activation: Op<ActivationAttributes> = {
  name: 'activation',
  shape: ([x]) => [...x],
  gpu: (to, [x], output, call) => activationKernel(to, x, output, size(call.output), call.attributes.kind),
  cpu: ([x], output, call) => activationOnCpu(x, output, size(call.output), call.attributes.kind),
  gradient: (tape, { inputs: [x], attributes }, upstream) => [
    () => {
      // The product that nothing else reads takes the slope along.
      const product = upstream.node?.op.name === matmul.name ? upstream.node : undefined;
      if (!product) return tape.apply(activationBackward, [x, upstream], attributes);
      return tape.apply(matmulSlope, [...product.inputs, x], { ...(product.attributes as Transposed), ...attributes });
    },
  ],
  flops: ({ output }) => 20 * size(output),
};

/** Inputs: what went in, and the gradient of what came out. */
export const activationBackward: Op<ActivationAttributes> = {
  name: 'activationBackward',
  shape([x, gradient]) {
    requireShapes('activationBackward', size(x) === size(gradient), [x, gradient]);
    return [...x];
  },
  gpu: (to, [x, gradient], output, call) => backwardKernel(to, x, gradient, output, size(call.output), call.attributes.kind),
  cpu: ([x, gradient], output, call) => activationBackwardOnCpu(x, gradient, output, size(call.output), call.attributes.kind),
  flops: ({ output }) => 25 * size(output),
};
