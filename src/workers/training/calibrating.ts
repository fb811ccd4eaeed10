/** After training: probabilities of the heads that have learned are made to fit rows that taught them nothing. */
import type { Label } from '../../data/dataset';
import type { Head } from '../../tasks/head';
import type { OutputRow } from '../../tasks/kind';
import { type Calibration, calibrationOf, withTemperature } from '../../train/learners/calibration';
import type { Evaluated } from '../../train/learners/evaluator';

export interface Calibrated {
  heads: Head[];
  /** By task. */
  calibration: Record<string, Calibration>;
}

/** What was answered, by task. */
export type Answered = Record<string, OutputRow<Label>[]>;

export const answeredBy = ({ scored, outputs }: Pick<Evaluated, 'scored' | 'outputs'>): Answered =>
  Object.assign(
    Object.create(null),
    Object.fromEntries(
      Object.entries(scored).map(([name, rows]) => [name, rows.map(({ gold, text }, i) => ({ gold, text, outputs: outputs[name][i] }))]),
    ),
  );

/**
 * @param learned the tasks whose heads may change
 * @param answered what these heads, or those of folds, have answered
 */
export function calibrated(heads: Head[], learned: string[], answered: Answered, by: Calibration['by'], fit: boolean): Calibrated {
  const calibration: Calibrated['calibration'] = Object.create(null);
  const changed = heads.map((head) => {
    const { name } = head;
    if (!learned.includes(name) || !answered[name]) return head;
    const found = calibrationOf(head, answered[name], by, fit);
    if (!found) return head;
    calibration[name] = found;
    return found.temperature === undefined ? head : withTemperature(head, found.temperature);
  });
  return { heads: changed, calibration };
}
