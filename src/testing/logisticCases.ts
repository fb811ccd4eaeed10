/** What scikit-learn solved (reference/logistic_fixture.py). */
import { readFileSync } from 'node:fs';

export interface Solved {
  coefficients: string;
  biases: number[];
}

export interface LogisticCase {
  rows: number;
  width: number;
  classes: number;
  x: string;
  labels: number[];
  several: number[][];
  numbers: number[];
  weights: number[];
  solved: { C: number; classes: Solved; weighted: Solved; several: Solved[]; numbers: Solved }[];
}

export const logisticCases = (): LogisticCase[] =>
  (JSON.parse(readFileSync('reference/fixtures/logistic.json', 'utf8')) as { cases: LogisticCase[] }).cases;
