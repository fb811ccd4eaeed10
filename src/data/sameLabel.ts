/** Whether two labels say the same: names in a list and spans of a text have no order. */
import type { Label } from './dataset';

/** The parts that a label consists of, each as a text of its own; the same part twice counts once. */
export const partsOf = (label: Label): Set<string> => new Set(Array.isArray(label) ? label.map(partKey) : [partKey(label)]);

function partKey(part: Exclude<Label, unknown[]> | { start: number; end: number; label: string }): string {
  return typeof part === 'object' ? `${part.start}:${part.end}:${part.label}` : String(part);
}

export function sameLabel(a: Label, b: Label): boolean {
  if (Array.isArray(a) !== Array.isArray(b) || (typeof a === 'number') !== (typeof b === 'number')) return false;
  const [own, others] = [partsOf(a), partsOf(b)];
  return own.size === others.size && [...own].every((part) => others.has(part));
}
