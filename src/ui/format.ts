/** Numbers as people read them. */
import { count } from '../plural';

export { count, plural } from '../plural';

export function megabytes(bytes: number): string {
  const mb = bytes / 1e6;
  return `${mb >= 10 ? count(Math.round(mb)) : mb.toFixed(1)} MB`;
}

export function duration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** An estimate. */
export const roughDuration = (seconds: number): string => (seconds < 1 ? duration(seconds) : `about ${duration(seconds)}`);

/** So many a second, in two digits at least. */
export const rate = (perSecond: number): string => (perSecond < 10 ? perSecond.toPrecision(2) : count(Math.round(perSecond)));

/** Times beside each other, in milliseconds where none lasts a second. */
export function timings(seconds: number[]): { values: string[]; unit: 's' | 'ms' } {
  if (seconds.every((value) => value < 1)) return { values: seconds.map((value) => milliseconds(value)), unit: 'ms' };
  return { values: seconds.map((value) => (value < 0.1 ? '< 0.1' : value.toFixed(value < 10 ? 1 : 0))), unit: 's' };
}

const milliseconds = (seconds: number) => (seconds < 1e-3 ? '< 1' : (1000 * seconds).toFixed(0));

/** A moment, as people name it. */
export const when = (milliseconds: number) => moment(milliseconds, 'short');

/** The same with seconds, where several may be of one minute. */
export const whenExactly = (milliseconds: number) => moment(milliseconds, 'medium');

const moment = (milliseconds: number, timeStyle: 'short' | 'medium') =>
  new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle }).format(new Date(milliseconds));

export const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
