/** CPU references of layerNorm and its gradients. Shapes as in layerNorm.ts. */
import type { Floats } from '../floats';
import type { RowSizes } from './layerNorm';

export function layerNormReference(
  { x, weight, bias }: Record<'x' | 'weight' | 'bias', Floats>,
  { out, stats }: Record<'out' | 'stats', Floats>,
  { rows, columns }: RowSizes,
  epsilon: number,
): void {
  for (let r = 0; r < rows; r++) {
    const first = r * columns;
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += x[first + c];
    const mean = sum / columns;
    let squares = 0;
    for (let c = 0; c < columns; c++) squares += (x[first + c] - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / columns + epsilon);
    stats[2 * r] = mean;
    stats[2 * r + 1] = scale;
    for (let c = 0; c < columns; c++) out[first + c] = (x[first + c] - mean) * scale * weight[c] + bias[c];
  }
}

export function layerNormStateGradientReference(
  { x, stats, weight, gradient }: Record<'x' | 'stats' | 'weight' | 'gradient', Floats>,
  out: Floats,
  { rows, columns }: RowSizes,
): void {
  for (let r = 0; r < rows; r++) {
    const [mean, scale] = [stats[2 * r], stats[2 * r + 1]];
    let sum = 0;
    let along = 0;
    for (let c = 0, i = r * columns; c < columns; c++, i++) {
      const g = gradient[i] * weight[c];
      sum += g;
      along += g * (x[i] - mean) * scale;
    }
    for (let c = 0, i = r * columns; c < columns; c++, i++) {
      out[i] = scale * (gradient[i] * weight[c] - sum / columns - ((x[i] - mean) * scale * along) / columns);
    }
  }
}

export function layerNormWeightGradientReference(
  { x, stats, gradient }: Record<'x' | 'stats' | 'gradient', Floats>,
  { weight, bias }: Record<'weight' | 'bias', Floats>,
  { rows, columns }: RowSizes,
): void {
  weight.fill(0, 0, columns);
  bias.fill(0, 0, columns);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) {
      weight[c] += gradient[i] * (x[i] - stats[2 * r]) * stats[2 * r + 1];
      bias[c] += gradient[i];
    }
  }
}
