/** Lists inside cells and fields: tokens, tags, spans. */
import type { Span } from '../dataset';

/**
 * A list of strings, a JSON array of strings, or strings separated by blanks.
 *
 * @returns undefined for anything else
 */
export function parseStrings(value: unknown): string[] | undefined {
  if (typeof value !== 'string') return Array.isArray(value) && value.every(isWord) ? value.map(String) : undefined;
  const text = value.trim();
  if (text === '') return undefined;
  if (text.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list) && list.every(isWord)) return list.map(String);
    } catch {
      // Not JSON: a text that begins with a bracket.
    }
  }
  return text.split(/\s+/);
}

/** How many tokens a cell or a field holds: items of a list, or pieces between blanks. */
export const tokenCount = (value: unknown): number => (Array.isArray(value) ? value.length : String(value).split(/\s+/).length);

/** @returns spans with offsets as they stand, and what is wrong with the others; or, in words, why it is not a list */
export function parseSpans(value: unknown): { spans: Span[]; faults: string[] } | string {
  if (typeof value === 'string') return 'the spans are not JSON';
  if (!Array.isArray(value)) return 'the spans are not a list';
  const spans: Span[] = [];
  const faults: string[] = [];
  for (const item of value as unknown[]) {
    const span = toSpan(item);
    if (span) spans.push(span);
    else faults.push(`${JSON.stringify(item)} is not a span: { "start", "end", "label" } is expected; it is left out`);
  }
  return { spans, faults };
}

/** `{ start, end, label }` under the names that tools use, or `[start, end, label]`. */
export function toSpan(item: unknown): Span | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const fields = item as Record<string, unknown>;
  const [start, end, label] = Array.isArray(item)
    ? item
    : [fields.start ?? fields.start_offset, fields.end ?? fields.end_offset, fields.label ?? fields.type ?? fields.entity ?? fields.tag];
  if (typeof start !== 'number' || typeof end !== 'number') return undefined;
  if (typeof label !== 'string' && typeof label !== 'number') return undefined;
  return { start, end, label: String(label) };
}

const isWord = (item: unknown) => typeof item === 'string' || typeof item === 'number';
