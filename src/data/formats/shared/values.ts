/** Lists inside cells and fields: tokens, tags, spans. */
import type { RawSpan } from '../../offsets';
import { type Fields, isObject } from '../json/fields';
import { parsePythonLiteral } from './pythonLiteral';

/**
 * A list of strings, one in JSON or as Python prints it, or strings separated by blanks.
 *
 * @returns undefined for anything else
 */
export function parseStrings(value: unknown): string[] | undefined {
  if (typeof value !== 'string') return Array.isArray(value) && value.every(isWord) ? value.map(String) : undefined;
  const text = value.trim();
  if (text === '') return undefined;
  if (text.startsWith('[')) {
    const list = parseList(text);
    if (Array.isArray(list) && list.every(isWord)) return list.map(String);
  }
  return text.split(/\s+/);
}

/** As {@link parseStrings}; those of a cell may have commas between them too. */
export function parseTags(value: unknown): string[] | undefined {
  const isJoined = typeof value === 'string' && !value.trim().startsWith('[') && /^[^\s,]+(\s*,\s*[^\s,]+)+$/.test(value.trim());
  return isJoined ? value.split(',').map((part) => part.trim()) : parseStrings(value);
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Python's, or a text that begins with a bracket.
    return parsePythonLiteral(text);
  }
}

/** How many tokens a cell or a field holds: items of a list, or pieces between blanks. */
export const tokenCount = (value: unknown): number => (Array.isArray(value) ? value.length : String(value).split(/\s+/).length);

export interface ParsedSpans {
  /** With offsets as they stand. */
  spans: RawSpan[];
  /** Those of which only the text is known that they cover. */
  unplaced: { covered: string; label: string }[];
  /** What is wrong with the others, in words. */
  faults: string[];
}

/** @returns in words, why it is not a list */
export function parseSpans(value: unknown): ParsedSpans | string {
  if (typeof value === 'string') return 'the spans are not JSON';
  if (!Array.isArray(value)) return 'the spans are not a list';
  const spans: RawSpan[] = [];
  const unplaced: ParsedSpans['unplaced'] = [];
  const faults: string[] = [];
  for (const item of value as unknown[]) {
    const span = toSpan(item);
    const quoted = span ? undefined : toQuoted(item);
    if (span) spans.push(span);
    else if (quoted) unplaced.push(quoted);
    else faults.push(`${JSON.stringify(item)} is not a span: { "start", "end", "label" } is expected; it is left out`);
  }
  return { spans, unplaced, faults };
}

/** `{ start, end, label }` under the names that tools use, with the text that it covers; or `[start, end, label]`. */
export function toSpan(item: unknown): RawSpan | undefined {
  if (Array.isArray(item)) return item.length >= 3 ? spanOf(item[0], item[1], item[2]) : undefined;
  if (!isObject(item)) return undefined;
  const start = firstOf(item, START);
  const length = typeof start === 'number' && typeof item.length === 'number' ? start + item.length : undefined;
  const span = spanOf(start, firstOf(item, END) ?? length, labelOf(item));
  const covered = firstOf(item, COVERED);
  return span && typeof covered === 'string' ? { ...span, covered } : span;
}

const START = ['start', 'start_offset', 'begin', 'start_char', 'char_start', 'startOffset', 'BeginOffset', 'offset'];
const END = ['end', 'end_offset', 'end_char', 'char_end', 'endOffset', 'EndOffset'];
const LABEL = ['label', 'labels', 'type', 'entity', 'entity_group', 'tag', 'class', 'category', 'Type'];
const COVERED = ['text', 'word', 'mention', 'surface', 'surface_form', 'Text'];

function firstOf(item: Fields, names: string[]): unknown {
  for (const name of names) if (item[name] !== undefined) return item[name];
  return undefined;
}

function labelOf(item: Fields): unknown {
  const label = firstOf(item, LABEL);
  return Array.isArray(label) && label.length === 1 ? label[0] : label;
}

/** A text and its label, without a place. */
function toQuoted(item: unknown): ParsedSpans['unplaced'][number] | undefined {
  if (!isObject(item) || firstOf(item, START) !== undefined || firstOf(item, END) !== undefined) return undefined;
  const [covered, label] = [firstOf(item, COVERED), labelOf(item)];
  return typeof covered === 'string' && covered.trim() !== '' && typeof label === 'string' ? { covered, label } : undefined;
}

function spanOf(start: unknown, end: unknown, label: unknown): RawSpan | undefined {
  if (typeof start !== 'number' || typeof end !== 'number') return undefined;
  if (typeof label !== 'string' && typeof label !== 'number') return undefined;
  return { start, end, label: String(label) };
}

const isWord = (item: unknown) => typeof item === 'string' || typeof item === 'number';
