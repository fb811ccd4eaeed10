/** A learned mix of layers (Peters et al., 2018, with free weights): [rows, layers · hidden] → [rows, hidden]. */
import {
  layerMix as layerMixKernel,
  type MixSizes,
  mixStateGradient as stateKernel,
  mixWeightGradient as weightKernel,
} from '../../kernels/layerMix/layerMix';
import { layerMixReference, mixStateGradientReference, mixWeightGradientReference } from '../../kernels/layerMix/reference';
import { type Op, type OpCall, requireShapes, size } from '../op';

const sizes = ({ inputs: [states, weights] }: OpCall<object>): MixSizes => ({
  rows: states[0],
  layers: weights[0],
  hidden: states[1] / weights[0],
});

/** Inputs: states, weights [layers]. */
export const layerMix: Op<object> = {
  name: 'layerMix',
  shape([states, weights]) {
    requireShapes('layerMix', states.length === 2 && states[1] % weights[0] === 0, [states, weights]);
    return [states[0], states[1] / weights[0]];
  },
  gpu: (to, [states, weights], output, call) => layerMixKernel(to, states, weights, output, sizes(call)),
  cpu: ([states, weights], output, call) => layerMixReference(states, weights, output, sizes(call)),
  gradient: (tape, { inputs: [states, weights] }, upstream) => [
    () => tape.apply(layerMixStates, [upstream, weights], {}),
    () => tape.apply(layerMixWeights, [states, upstream], {}),
  ],
  flops: ({ inputs: [states] }) => 2 * size(states),
};

/** Inputs: states, gradient [rows, hidden]. Output [layers]. */
export const layerMixWeights: Op<object> = {
  name: 'layerMixWeights',
  shape([states, gradient]) {
    requireShapes('layerMixWeights', states[0] === gradient[0] && states[1] % gradient[1] === 0, [states, gradient]);
    return [states[1] / gradient[1]];
  },
  gpu: (to, [states, gradient], output, { inputs: [, [rows, hidden]], output: [layers] }) =>
    weightKernel(to, states, gradient, output, { rows, layers, hidden }),
  cpu: ([states, gradient], output, { inputs: [, [rows, hidden]], output: [layers] }) =>
    mixWeightGradientReference(states, gradient, output, { rows, layers, hidden }),
  flops: ({ inputs: [states] }) => 2 * size(states),
};

/** Inputs: gradient [rows, hidden], weights [layers]. Output [rows, layers · hidden]. */
export const layerMixStates: Op<object> = {
  name: 'layerMixStates',
  shape: ([[rows, hidden], [layers]]) => [rows, layers * hidden],
  gpu: (to, [gradient, weights], output, { inputs: [[rows, hidden], [layers]] }) =>
    stateKernel(to, gradient, weights, output, { rows, layers, hidden }),
  cpu: ([gradient, weights], output, { inputs: [[rows, hidden], [layers]] }) =>
    mixStateGradientReference(gradient, weights, output, { rows, layers, hidden }),
  flops: ({ output }) => size(output),
};
