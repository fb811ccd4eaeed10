/** CPU references of layerMix and its gradients. Shapes as in layerMix.ts. */
import type { Floats } from '../floats';
import type { MixSizes } from './layerMix';

export function layerMixReference(states: Floats, weights: Floats, out: Floats, { rows, layers, hidden }: MixSizes): void {
  out.fill(0, 0, rows * hidden);
  for (let r = 0; r < rows; r++) {
    for (let l = 0; l < layers; l++) {
      const from = (r * layers + l) * hidden;
      for (let h = 0; h < hidden; h++) out[r * hidden + h] += weights[l] * states[from + h];
    }
  }
}

export function mixWeightGradientReference(states: Floats, gradient: Floats, out: Floats, { rows, layers, hidden }: MixSizes): void {
  out.fill(0, 0, layers);
  for (let r = 0; r < rows; r++) {
    for (let l = 0; l < layers; l++) {
      const from = (r * layers + l) * hidden;
      let sum = 0;
      for (let h = 0; h < hidden; h++) sum += gradient[r * hidden + h] * states[from + h];
      out[l] += sum;
    }
  }
}

export function mixStateGradientReference(gradient: Floats, weights: Floats, out: Floats, { rows, layers, hidden }: MixSizes): void {
  for (let r = 0; r < rows; r++) {
    for (let l = 0; l < layers; l++) {
      const to = (r * layers + l) * hidden;
      for (let h = 0; h < hidden; h++) out[to + h] = weights[l] * gradient[r * hidden + h];
    }
  }
}
