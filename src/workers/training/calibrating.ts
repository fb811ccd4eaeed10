/** After training: probabilities of the heads that have learned are made to fit rows that taught them nothing. */

import type { Head } from '../../tasks/head';
import { type Calibration, calibrationOf, withTemperature } from '../../train/learners/calibration';
import type { Evaluated } from '../../train/learners/evaluator';

export interface Calibrated {
  heads: Head[];
  /** By task. */
  calibration: Record<string, Calibration>;
}

/**
 * @param learned the tasks whose heads may change
 * @param answered what these heads, or those of folds, have answered
 */
export function calibrated(
  heads: Head[],
  learned: string[],
  { scored, outputs }: Pick<Evaluated, 'scored' | 'outputs'>,
  by: Calibration['by'],
  fit: boolean,
): Calibrated {
  const calibration: Calibrated['calibration'] = Object.create(null);
  const changed = heads.map((head) => {
    const { name } = head;
    if (!learned.includes(name) || !scored[name]) return head;
    const rows = scored[name].map(({ gold, text }, i) => ({ gold, text, outputs: outputs[name][i] }));
    const found = calibrationOf(head, rows, by, fit);
    if (!found) return head;
    calibration[name] = found;
    return found.temperature === undefined ? head : withTemperature(head, found.temperature);
  });
  return { heads: changed, calibration };
}
