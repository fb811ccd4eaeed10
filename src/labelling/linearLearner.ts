/**
 * A linear head that is solved again after every few labels, from where it was, which a label or two move but little:
 * L2-regularised regression as `nn/solvers` has it, with the products in float32.
 */
import { fitCentred } from '../nn/solvers/centred';
import type { Coefficients, Link } from '../nn/solvers/linearModel';

export interface LearnedRows {
  /** [count, width] */
  x: Float32Array<ArrayBuffer>;
  count: number;
  /** [count, names]: 1 for what a row has, 0 for the rest. */
  targets: Float64Array;
  /** [count], what each row's loss is multiplied by. */
  weights: Float64Array;
}

export interface LearnOptions {
  /** Inverse of the regularisation strength, as in scikit-learn. */
  C: number;
  /** Awaited now and then: lets others have their turn, and may throw. */
  pause?: () => Promise<void>;
  /** Asked now and then whether it should do. Default: when the gradient is next to nothing. */
  enough?: () => boolean;
}

/** Of the gradient, relative to C: probabilities then move by less than a thousandth. */
const TOLERANCE = 1e-4;

export class LinearLearner {
  private names: readonly string[] = [];
  /** [names, width + 1], each row with its bias last. */
  private theta: Coefficients = new Float64Array();

  constructor(
    private readonly link: Exclude<Link, 'identity'>,
    private readonly width: number,
  ) {}

  /** @param names of the outputs: those that were there before go on from what they have learned */
  async learn(names: readonly string[], rows: LearnedRows, { C, pause, enough }: LearnOptions): Promise<void> {
    const fitted = { ...rows, link: this.link, width: this.width, outputs: names.length };
    const found = await fitCentred(fitted, C, { tolerance: TOLERANCE * Math.max(1, C), pause, enough }, this.startFor(names));
    // Nothing is changed before all is there: whoever predicts meanwhile has what was before.
    this.theta = found;
    this.names = names;
  }

  /** By the names of a one-layer head's parameters. */
  parameters(): Map<string, Float32Array<ArrayBuffer>> {
    const { theta, width } = this;
    const outputs = this.names.length;
    const [weight, bias] = [new Float32Array(outputs * width), new Float32Array(outputs)];
    for (let c = 0; c < outputs; c++) {
      const from = c * (width + 1);
      weight.set(theta.subarray(from, from + width), c * width);
      bias[c] = theta[from + width];
    }
    return new Map([
      ['classifier.weight', weight],
      ['classifier.bias', bias],
    ]);
  }

  private startFor(names: readonly string[]): Coefficients {
    const size = this.width + 1;
    const start = new Float64Array(names.length * size);
    const places = new Map(this.names.map((name, place) => [name, place]));
    for (const [c, name] of names.entries()) {
      const place = places.get(name);
      if (place !== undefined) start.set(this.theta.subarray(place * size, (place + 1) * size), c * size);
    }
    return start;
  }
}
