/** Labelled stretches of a text, turned into tagged words. */
import { splitWords } from './words';

export interface Span {
  start: number;
  end: number;
  label: string;
}

/** Files written by Python count code points; JavaScript counts UTF-16 units. They differ after an emoji. */
export function fromCodePoints(text: string, spans: Span[]): Span[] {
  const offsets = [0];
  for (const character of text) offsets.push((offsets.at(-1) ?? 0) + character.length);
  const at = (n: number) => offsets[n] ?? Number.NaN;
  return spans.map(({ start, end, label }) => ({ start: at(start), end: at(end), label }));
}

/**
 * IOB2 tags for a text's words, which are split at the spans' ends so that every span is covered exactly.
 *
 * @param spans UTF-16 offsets, in any order; blanks at their ends do not count
 * @returns what is wrong with the spans, in words, where something is
 */
export function spansToTags(text: string, spans: Span[]): { words: Uint32Array; tags: string[] } | { problem: string } {
  const trimmed: Span[] = [];
  for (const span of spans) {
    const { start, end, label } = span;
    if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end <= text.length)) {
      return { problem: `the span ${start}–${end} (${label}) lies outside the text, which has ${text.length} characters` };
    }
    const covered = text.slice(start, end);
    if (covered.trim() === '') return { problem: `the span ${start}–${end} (${label}) covers no character` };
    trimmed.push({
      start: start + covered.length - covered.trimStart().length,
      end: end - (covered.length - covered.trimEnd().length),
      label,
    });
  }
  trimmed.sort((a, b) => a.start - b.start);
  for (const [i, span] of trimmed.entries()) {
    const next = trimmed[i + 1];
    if (next && next.start < span.end) {
      const name = ({ start, end, label }: Span) => `"${text.slice(start, end)}" (${label}, ${start}–${end})`;
      return { problem: `the spans ${name(span)} and ${name(next)} overlap` };
    }
  }
  const words = splitWords(
    text,
    trimmed.flatMap(({ start, end }) => [start, end]),
  );
  const tags: string[] = [];
  let span = 0;
  for (let w = 0; w < words.length; w += 2) {
    while (span < trimmed.length && trimmed[span].end <= words[w]) span++;
    const inside = span < trimmed.length && trimmed[span].start <= words[w];
    tags.push(inside ? `${trimmed[span].start === words[w] ? 'B' : 'I'}-${trimmed[span].label}` : 'O');
  }
  return { words, tags };
}
