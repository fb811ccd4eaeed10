import { TandemError } from '../../errors';

/** @throws TandemError `bad-input` unless there are at least two labels, none empty, none twice */
export function checkLabels(labels: string[], what: string): void {
  if (labels.length < 2) throw new TandemError('bad-input', `${what} need at least two labels; ${labels.length} given.`);
  const odd = labels.find((label, i) => label.trim() === '' || labels.indexOf(label) !== i);
  if (odd !== undefined) throw new TandemError('bad-input', `${what} must be distinct and not empty; look at "${odd}".`);
}
