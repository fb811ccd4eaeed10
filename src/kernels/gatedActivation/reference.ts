/** CPU references of gatedActivation. Shapes as in gatedActivation.ts. */
import { SLOPES, VALUES } from '../activation/reference';
import type { Floats } from '../floats';
import type { GatedSizes } from './gatedActivation';

export function gatedActivationReference(x: Floats, out: Floats, { rows, columns, kind }: GatedSizes): void {
  const value = VALUES[kind];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * 2 * columns + column;
      out[row * columns + column] = value(x[at]) * x[at + columns];
    }
  }
}

export function gatedActivationBackwardReference(x: Floats, gradient: Floats, out: Floats, { rows, columns, kind }: GatedSizes): void {
  const [value, slope] = [VALUES[kind], SLOPES[kind]];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * 2 * columns + column;
      const upstream = gradient[row * columns + column];
      out[at] = upstream * slope(x[at]) * x[at + columns];
      out[at + columns] = upstream * value(x[at]);
    }
  }
}
