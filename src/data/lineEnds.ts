/**
 * Line ends of two characters ("\r\n") inside texts: a browser shows them as one, and tools that count there write offsets of a text
 * without them (doccano does).
 */
import type { Span } from './dataset';

export const hasPairs = (text: string) => text.includes('\r\n');
export const withoutPairs = (text: string) => text.replaceAll('\r\n', '\n');

/**
 * @param spans UTF-16 offsets in `withoutPairs(text)`
 * @returns the same stretches of `text`
 */
export function amongPairs<T extends Pick<Span, 'start' | 'end'>>(text: string, spans: T[]): T[] {
  const ends: number[] = [];
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) ends.push(at - ends.length);
  const place = (offset: number) => offset + ends.filter((end) => end < offset).length;
  return spans.map((span) => ({ ...span, start: place(span.start), end: place(span.end) }));
}
