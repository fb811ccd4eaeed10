/**
 * Metrics as functions of sums over rows: what each row adds is counted once, so that a metric of any thousand resamples costs
 * additions alone.
 */
import { scores } from './classification';

/** What a row adds: places among the sums, and how much. */
export type Addends = [place: number, amount: number][];

export interface Share {
  value: number;
  /** How many things it is a share of, for its interval. */
  of: number;
}

export interface Tally {
  /** How many sums there are. */
  width: number;
  /** Of each row. */
  rows: Addends[];
  /** By the id of each metric. */
  metrics(sums: Float64Array): Record<string, Share>;
}

/** @returns what the metrics are, given how often each row counts. Default: once */
export function metricsOf({ width, rows, metrics }: Tally): (times?: ArrayLike<number>) => Record<string, Share> {
  const all = rows.flat();
  const places = Uint32Array.from(all, ([place]) => place);
  const amounts = Float64Array.from(all, ([, amount]) => amount);
  let end = 0;
  const ends = Uint32Array.from(rows, ({ length }) => (end += length));
  return (times) => {
    const sums = new Float64Array(width);
    let at = 0;
    for (let row = 0; row < ends.length; row++) {
      const weight = times ? times[row] : 1;
      for (; at < ends[row]; at++) sums[places[at]] += weight * amounts[at];
    }
    return metrics(sums);
  };
}

/** The values alone. */
export const valuesOf = (metrics: Record<string, Share>): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).map(([id, { value }]) => [id, value]));

/** Right, predicted and there lie side by side from here on. */
export const F1_WIDTH = 3;

/** What a row adds to the three sums of an F1 that begin at `place`. */
export const addF1 = (place: number, right: number, predicted: number, support: number): Addends => [
  [place, right],
  [place + 1, predicted],
  [place + 2, support],
];

/** The scores whose sums begin at `place`, each with what it is a share of. */
export function f1At(sums: Float64Array, place: number): Record<'precision' | 'recall' | 'f1', Share> {
  const [right, predicted, support] = sums.subarray(place, place + F1_WIDTH);
  const { precision, recall, f1 } = scores(right, predicted, support);
  return {
    precision: { value: precision, of: predicted },
    recall: { value: recall, of: support },
    f1: { value: f1, of: (predicted + support) / 2 },
  };
}

/** Mean F1 of the classes that occur in gold or prediction. @param of rows */
export function macroF1(sums: Float64Array, classes: number, of: number): Share {
  let [total, present] = [0, 0];
  for (let place = 0; place < classes * F1_WIDTH; place += F1_WIDTH) {
    if (sums[place + 1] + sums[place + 2] === 0) continue;
    present++;
    total += f1At(sums, place).f1.value;
  }
  return { value: total / Math.max(present, 1), of };
}
