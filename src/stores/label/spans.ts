/** Stretches of a text as a person marks them: whole words unless they say otherwise, one type each, none over another. */
import type { Span } from '../../data/dataset';

export interface Word {
  start: number;
  end: number;
}

/** Words as the language of the text has them, and every other character that is not a blank. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (segment.trim() !== '') words.push({ start: index, end: index + segment.length });
  }
  return words;
}

/** The words that [start, end) touches; of an empty stretch the word that it is in. @returns undefined where it touches none */
export function snapToWords(words: Word[], start: number, end: number): Word | undefined {
  const touched = words.filter((word) => (start === end ? word.start <= start && start < word.end : word.start < end && start < word.end));
  const [first, last] = [touched[0], touched.at(-1)];
  return first && last && { start: first.start, end: last.end };
}

/** Without blanks at its ends. @returns undefined where nothing is left */
export function trimmed(text: string, { start, end }: Word): Word | undefined {
  const inside = text.slice(start, end);
  const from = start + inside.length - inside.trimStart().length;
  const to = end - inside.length + inside.trimEnd().length;
  return from < to ? { start: from, end: to } : undefined;
}

/**
 * Marks a stretch. One that is marked already gets the type; others that it would overlap are in the way.
 *
 * @returns spans in order, or the ones in the way
 */
export function addSpan(spans: Span[], added: Span): { spans: Span[] } | { inTheWay: Span[] } {
  const others = spans.filter(({ start, end }) => start !== added.start || end !== added.end);
  const inTheWay = others.filter(({ start, end }) => start < added.end && added.start < end);
  if (inTheWay.length > 0) return { inTheWay };
  return { spans: [...others, added].sort((a, b) => a.start - b.start) };
}
