/** Metrics as people read them: shares in percent, other figures with three significant digits. */
import type { MetricSpec } from '../tasks/kind';
import { count, percent } from '../ui/format';

const number = (value: number) => value.toPrecision(3).replace('-', '−');

export function writeMetric(print: MetricSpec['print'], value: number): string {
  if (print === 'percent') return percent(value);
  return print === 'count' ? count(value) : number(value);
}

/** An interval in few characters: whole percents where that tells its ends apart. */
export function writeInterval(print: MetricSpec['print'], [low, high]: [low: number, high: number]): string {
  if (print !== 'percent') return `${number(low)} to ${number(high)}`;
  const digits = high - low < 0.02 ? 1 : 0;
  return `${(100 * low).toFixed(digits)}–${(100 * high).toFixed(digits)} %`;
}

/** Half the width of an interval, for where there is no room for its ends. */
export function writeMargin(print: MetricSpec['print'], [low, high]: [low: number, high: number]): string {
  const half = (high - low) / 2;
  return print === 'percent' ? `± ${(100 * half).toFixed(half < 0.01 ? 1 : 0)}` : `± ${number(half)}`;
}

/** A metric's name inside a sentence: those of people stay capitalised. */
export const inSentence = ({ name, print }: MetricSpec) => (print === 'percent' ? name[0].toLowerCase() + name.slice(1) : name);
