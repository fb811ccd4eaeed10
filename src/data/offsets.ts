/** Spans as files have them, in the places that their offsets mean; see settleOffsets for what these count. */
import type { Span } from './dataset';
import { amongPairs, hasPairs, withoutPairs } from './lineEnds';
import { fromCodePoints } from './spans';

/** A span as a file has it, with the text that it says it covers. */
export interface RawSpan extends Span {
  covered?: string;
}

export interface OffsetRule {
  unit: 'utf16' | 'codePoints';
  ends: 'exclusive' | 'inclusive';
  /** Whether "\r\n" counts once. */
  lineEnds?: 'once';
}

export const UNITS = ['utf16', 'codePoints'] as const;
export const DEFAULT_RULE: OffsetRule = { unit: 'utf16', ends: 'exclusive' };

/** @returns the spans in UTF-16 units with exclusive ends; NaN where a text has no such place */
export function placeSpans(text: string, spans: RawSpan[], { unit, ends, lineEnds }: OffsetRule): RawSpan[] {
  if (lineEnds === 'once' && hasPairs(text)) return amongPairs(text, placeSpans(withoutPairs(text), spans, { unit, ends }));
  const exclusive = ends === 'inclusive' ? spans.map((span) => ({ ...span, end: span.end + 1 })) : spans;
  if (unit === 'utf16' || !hasSurrogates(text)) return exclusive;
  return fromCodePoints(text, exclusive).map((span, i) => ({ ...exclusive[i], ...span }));
}

/**
 * Spans whose own texts contradict their places. What stands at one other place only is found there.
 *
 * @param spans placed ones
 * @returns in words, `faults` of those left out and `moved` of those found
 */
export function checkCovered(text: string, spans: RawSpan[]): { spans: Span[]; moved: string[]; faults: string[] } {
  const moved: string[] = [];
  const faults: string[] = [];
  const checked = spans.flatMap(({ covered, ...span }): Span[] => {
    if (covered === undefined || covered.trim() === '' || isSame(text.slice(span.start, span.end), covered)) return [span];
    const named = `the span ${span.start}–${span.end} (${span.label}) is "${covered.slice(0, 60)}" in the file`;
    const there = `but the text has "${text.slice(span.start, span.end).slice(0, 60)}" there`;
    const start = onlyPlaceOf(covered, text);
    if (start === undefined) {
      faults.push(`${named}, ${there}; it is left out`);
      return [];
    }
    moved.push(`${named}, ${there}; it is moved to ${start}, the only place that has this text`);
    return [{ ...span, start, end: start + covered.length }];
  });
  return { spans: checked, moved, faults };
}

/** Spans of which only their texts are known: each is found where its text stands once. @returns `faults` of the others, in words */
export function placeQuoted(text: string, quoted: { covered: string; label: string }[]): { spans: Span[]; faults: string[] } {
  const faults: string[] = [];
  const spans = quoted.flatMap(({ covered, label }): Span[] => {
    const start = onlyPlaceOf(covered, text);
    if (start !== undefined) return [{ start, end: start + covered.length, label }];
    const times = text.includes(covered) ? 'has it several times' : 'does not have it';
    faults.push(`"${covered.slice(0, 60)}" (${label}) has no start and end here, and the text ${times}; it is left out`);
    return [];
  });
  return { spans, faults };
}

function onlyPlaceOf(covered: string, text: string): number | undefined {
  const start = text.indexOf(covered);
  return start >= 0 && start === text.lastIndexOf(covered) ? start : undefined;
}

export const hasSurrogates = (text: string) => /[\ud800-\udfff]/.test(text);
const bare = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
export const isSame = (found: string, covered: string) => found === covered || bare(found) === bare(covered);
