/** Ops put on a tape: a head's forward, to be trained or evaluated by a compiled program. */
import { activation } from '../autodiff/ops/activation';
import { cosine } from '../autodiff/ops/cosine';
import { dropout } from '../autodiff/ops/dropout';
import { layerMix } from '../autodiff/ops/layerMix';
import { layerNorm } from '../autodiff/ops/layerNorm';
import { linear } from '../autodiff/ops/linear';
import { normalize } from '../autodiff/ops/normalize';
import type { Tape, Value } from '../autodiff/tape';
import type { Ops } from './ops';

/**
 * @param counter u32 [2] of seed and step, for dropout; without one nothing is dropped
 * @param key tells the dropouts of one head from those of another
 */
export function tapeOps(tape: Tape, counter: Value | undefined, key: number): Ops<Value> {
  let dropouts = 0;
  return {
    linear: (x, weight, bias, options) => tape.apply(linear, [x, weight, bias], { relu: options?.relu ?? false }),
    activation: (x, name) => tape.apply(activation, [x], { kind: name }),
    layerNorm: (x, weight, bias, epsilon) => tape.apply(layerNorm, [x, weight, bias], { epsilon }),
    dropout: (x, probability) => (counter ? tape.apply(dropout, [x, counter], { probability, op: key + dropouts++ }) : x),
    layerMix: (states, weights) => tape.apply(layerMix, [states, weights], {}),
    normalize: (x) => tape.apply(normalize, [x], {}),
    cosine: (a, b) => tape.apply(cosine, [a, b], {}),
  };
}
