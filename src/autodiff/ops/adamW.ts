/** The optimiser's two ops. They stand at the end of a tape and write into their inputs. */
import { type AdamWSettings, adamW as adamWKernel } from '../../kernels/adamW/adamW';
import { adamWReference } from '../../kernels/adamW/reference';
import { squaredNormReference } from '../../kernels/squaredNorm/reference';
import { NORM_PARTS, squaredNorm as squaredNormKernel } from '../../kernels/squaredNorm/squaredNorm';
import { type Op, size } from '../op';

/** Input: all gradients, flat. Output: partial sums of their squares. */
export const squaredNorm: Op<object> = {
  name: 'squaredNorm',
  shape: () => [NORM_PARTS],
  gpu: (to, [x], output, { inputs: [shape] }) => squaredNormKernel(to, x, output, size(shape)),
  cpu: ([x], output, { inputs: [shape] }) => squaredNormReference(x, output, size(shape)),
  flops: ({ inputs: [x] }) => 2 * size(x),
};

/**
 * Inputs: parameters [n], gradients [n], moments [2n], groupOf u32 [n / BLOCK], groups [g, 4], norm parts.
 * Parameters and moments are updated in place. Output [1]: the global gradient norm before clipping.
 */
export const adamW: Op<AdamWSettings> = {
  name: 'adamW',
  shape: () => [1],
  gpu(to, [parameters, gradients, moments, groupOf, groups, normParts], norm, { inputs: [shape], attributes }) {
    adamWKernel(to, { parameters, gradients, moments, groupOf, groups, normParts, norm }, size(shape), attributes);
  },
  cpu([parameters, gradients, moments, groupOf, groups, normParts], norm, { inputs: [shape], attributes }) {
    adamWReference({ parameters, gradients, moments, groupOf, groups, normParts, norm }, size(shape), attributes);
  },
  flops: ({ inputs: [parameters] }) => 16 * size(parameters),
};
