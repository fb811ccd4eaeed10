/** A file's label as the gold that several kinds take. */
import type { Label, Span } from '../../data/dataset';

/** A number, or a text that writes one. */
export function numberOf(label: Label): number | undefined {
  const value = typeof label === 'string' && label.trim() !== '' ? Number(label) : label;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Marked stretches of a text, which may be none. */
export const spansOf = (label: Label): Span[] | undefined =>
  Array.isArray(label) && label.every((part): part is Span => typeof part === 'object') ? label : undefined;
