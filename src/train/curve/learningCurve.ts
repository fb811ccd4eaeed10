/** Scores by how many rows were trained on. */
import { TandemError } from '../../errors';
import type { CurvePoint, Outlook } from './powerLaw';

export interface TaskCurve {
  /** The id of the metric that the scores are of. */
  metric: string;
  /** Rows that each score rests on. */
  evaluated: number;
  /** One per subset and draw. */
  points: (CurvePoint & { draw: number })[];
  /** What more labels would bring. */
  outlook: Outlook;
}

export interface LearningCurve {
  /** Folds of the cross-validation that gave the scores; 0 where rows that are kept apart did. */
  folds: number;
  tasks: Record<string, TaskCurve>;
}

/** Shares of the training rows, and how many subsets of each. */
export interface CurveOptions {
  /** In (0, 1]. Default: 1/8, 1/4, 1/2, 1. */
  fractions?: number[];
  /** Subsets of each size below the whole. Default: 3. */
  draws?: number;
}

const FRACTIONS = [1 / 8, 1 / 4, 1 / 2, 1];
const DRAWS = 3;
const MOST_DRAWS = 20;

/** @throws TandemError `bad-input` for shares and numbers that make no sense */
export function completeCurve({ fractions = FRACTIONS, draws = DRAWS }: CurveOptions): Required<CurveOptions> {
  if (!Array.isArray(fractions) || fractions.length < 2 || !fractions.every((share) => share > 0 && share <= 1)) {
    throw new TandemError(
      'bad-input',
      `fractions is ${JSON.stringify(fractions)}; it must be two shares or more, each above 0 and at most 1.`,
    );
  }
  if (!(Number.isInteger(draws) && draws >= 1 && draws <= MOST_DRAWS)) {
    throw new TandemError('bad-input', `draws is ${draws}; it must be a whole number from 1 to ${MOST_DRAWS}.`);
  }
  return { fractions, draws };
}
