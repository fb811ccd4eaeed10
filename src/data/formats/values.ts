/** Lists inside cells and fields: tokens, tags, spans. */
import type { Span } from '../spans';

/** A JSON array of strings, or strings separated by blanks. */
export function parseStrings(text: string): string[] {
  if (text.trim().startsWith('[')) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list)) return list.map(String);
    } catch {
      // Not JSON: a text that begins with a bracket.
    }
  }
  return text.trim().split(/\s+/);
}

/** @returns what is wrong, in words, where it is no list of spans */
export function parseSpans(value: unknown): Span[] | string {
  let list = value;
  if (typeof value === 'string') {
    try {
      list = JSON.parse(value);
    } catch {
      return 'the spans are no JSON';
    }
  }
  if (!Array.isArray(list)) return 'the spans are no list';
  const spans: Span[] = [];
  for (const item of list as unknown[]) {
    const span = toSpan(item);
    if (!span) return `${JSON.stringify(item)} is no span: { "start", "end", "label" } is expected`;
    spans.push(span);
  }
  return spans;
}

/** `{ start, end, label }` under the names that tools use, or `[start, end, label]`. */
function toSpan(item: unknown): Span | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const fields = item as Record<string, unknown>;
  const [start, end, label] = Array.isArray(item)
    ? item
    : [fields.start ?? fields.start_offset, fields.end ?? fields.end_offset, fields.label ?? fields.type ?? fields.entity ?? fields.tag];
  if (typeof start !== 'number' || typeof end !== 'number' || (typeof label !== 'string' && typeof label !== 'number')) return undefined;
  return { start, end, label: String(label) };
}
