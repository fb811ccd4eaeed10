/** Labelled stretches of a text: their ends, and what can be wrong with them. */
import { plural } from '../plural';
import type { Span } from './dataset';

/** Not U+200B, a space without width, nor U+FEFF. */
const JOINED = /(?:\p{M}|(?![\u200b\ufeff])\p{Cf})+/uy;
const LEADING = /^[\s\p{Cf}]+/u;
const TRAILING = /[\s\p{Cf}]+$/u;

/**
 * Marks and joiners belong to the character before them, and so to its word.
 *
 * @param end a UTF-16 offset
 * @returns the offset behind the combining marks and format characters that follow directly
 */
export function endOfWord(text: string, end: number): number {
  JOINED.lastIndex = end;
  return JOINED.test(text) ? JOINED.lastIndex : end;
}

/** Without blanks and format characters at its ends, but with those that belong to its last word; undefined when nothing is left. */
export function tidySpan(text: string, { start, end, label }: Span): Span | undefined {
  const covered = text.slice(start, end);
  const from = start + (LEADING.exec(covered)?.[0].length ?? 0);
  if (from >= end) return undefined;
  return { start: from, end: endOfWord(text, start + covered.replace(TRAILING, '').length), label };
}

/** Files written by Python count code points; JavaScript counts UTF-16 units. They differ after an emoji. */
export function fromCodePoints(text: string, spans: Span[]): Span[] {
  if (!/[\ud800-\udfff]/.test(text)) return spans;
  const offsets = [0];
  for (const character of text) offsets.push((offsets.at(-1) ?? 0) + character.length);
  const at = (n: number) => offsets[n] ?? Number.NaN;
  return spans.map(({ start, end, label }) => ({ start: at(start), end: at(end), label }));
}

/**
 * Spans whose ends are tidy, none of which overlap. A faulty one is left out by itself.
 *
 * @param spans UTF-16 offsets, in any order
 * @returns `spans` in the order of the text; `faults`: what is wrong with those left out, in words
 */
export function checkSpans(text: string, spans: Span[]): { spans: Span[]; faults: string[] } {
  const faults: string[] = [];
  const tidy = spans.flatMap((span) => {
    const { start, end, label } = span;
    const inside = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end <= text.length;
    const kept = inside ? tidySpan(text, span) : undefined;
    if (!inside)
      faults.push(
        `the span ${start}–${end} (${label}) lies outside the text, which has ${plural(text.length, 'character')}; it is left out`,
      );
    else if (!kept) faults.push(`the span ${start}–${end} (${label}) covers no characters; it is left out`);
    return kept ?? [];
  });
  tidy.sort((a, b) => a.start - b.start);
  const name = ({ start, end, label }: Span) => `"${text.slice(start, end)}" (${label}, ${start}–${end})`;
  const apart: Span[] = [];
  for (const span of tidy) {
    const before = apart.at(-1);
    // As two people who agree have marked it: nothing is lost.
    if (before && span.start === before.start && span.end === before.end && span.label === before.label) continue;
    if (before && span.start < before.end) faults.push(`the spans ${name(before)} and ${name(span)} overlap; the second is left out`);
    else apart.push(span);
  }
  return { spans: apart, faults };
}
