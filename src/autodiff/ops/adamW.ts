/** The optimiser's three ops. They stand at the end of a tape; the last one writes into its inputs. */
import { type AdamWSettings, adamW as adamWKernel } from '../../kernels/adamW/adamW';
import { adamWOnCpu } from '../../kernels/adamW/cpu';
import { clipFactorReference, squaredNormReference } from '../../kernels/squaredNorm/reference';
import { clipFactor as clipFactorKernel, NORM_PARTS, squaredNorm as squaredNormKernel } from '../../kernels/squaredNorm/squaredNorm';
import { type Op, size } from '../op';

/** Input: all gradients, flat. Output: partial sums of their squares. */
export const squaredNorm: Op<object> = {
  name: 'squaredNorm',
  shape: () => [NORM_PARTS],
  gpu: (to, [x], output, { inputs: [shape] }) => squaredNormKernel(to, x, output, size(shape)),
  cpu: ([x], output, { inputs: [shape] }) => squaredNormReference(x, output, size(shape)),
  flops: ({ inputs: [x] }) => 2 * size(x),
};

export interface ClipAttributes {
  /** Global norm that gradients are scaled down to; 0 for no limit. */
  maxNorm: number;
}

/** Input: the parts of squaredNorm. Output [2]: the norm, and the factor that clips to the limit. */
export const clipFactor: Op<ClipAttributes> = {
  name: 'clipFactor',
  shape: () => [2],
  gpu: (to, [parts], output, { attributes }) => clipFactorKernel(to, parts, output, attributes.maxNorm),
  cpu: ([parts], output, { attributes }) => clipFactorReference(parts, output, attributes.maxNorm),
  flops: () => NORM_PARTS,
};

/**
 * Inputs: parameters [n], gradients [n], moments [2n], groupOf u32 [n / BLOCK], groups [g, 4], clip [2].
 * Parameters and moments are updated in place. Output [1]: the global gradient norm before clipping.
 */
export const adamW: Op<AdamWSettings> = {
  name: 'adamW',
  shape: () => [1],
  gpu(to, [parameters, gradients, moments, groupOf, groups, clip], norm, { inputs: [shape], attributes }) {
    adamWKernel(to, { parameters, gradients, moments, groupOf, groups, clip, norm }, size(shape), attributes);
  },
  cpu([parameters, gradients, moments, groupOf, groups, clip], norm, { inputs: [shape], attributes }) {
    adamWOnCpu({ parameters, gradients, moments, groupOf, groups, clip, norm }, size(shape), attributes);
  },
  flops: ({ inputs: [parameters] }) => 16 * size(parameters),
};
