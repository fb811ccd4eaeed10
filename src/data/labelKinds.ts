/** What the values of a column are: names, lists, numbers, spans or answers. */
import { isAnswers } from './answers';
import { isObject } from './formats/json/fields';
import { parsePythonLiteral } from './formats/shared/pythonLiteral';
import { toSpan } from './formats/shared/values';
import type { LabelColumn } from './labelColumns';

export type LabelKind = LabelColumn['values'];

/** Whole numbers are classes as long as there are so few different ones. */
const MOST_NUMBERED_CLASSES = 20;
/** Of the values of a column, so many must be numbers; the others are then faults in it. */
const NUMERIC_SHARE = 0.9;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A value as it counts: text in a cell that is JSON or a Python list is read, and nothing, null and blanks are undefined. */
export function knownValue(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (/^[[{(]/.test(text)) return unwrapSpans(parseNested(text)) ?? text;
  return text === '' ? undefined : text;
}

/** spaCy's `{ "entities": […] }` in a cell. */
function unwrapSpans(value: unknown): unknown {
  return isObject(value) && Object.keys(value).length === 1 && Array.isArray(value.entities) ? value.entities : value;
}

function parseNested(text: string): unknown {
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      // Python's, or a text that begins with a bracket.
    }
  }
  return /[\])}]$/.test(text) ? parsePythonLiteral(text) : undefined;
}

/** NaN for what is not a number. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : Number.NaN;
}

/** What can stand for a name by itself. */
export function isName(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

/**
 * @param values known ones of a whole column, in all files
 * @returns undefined for objects that are not labels
 */
export function kindOf(values: unknown[]): LabelKind | undefined {
  const nested = values.filter((value) => !isName(value));
  if (nested.length === 0) return isNumeric(values) ? 'numbers' : 'names';
  if (nested.some(isAnswers)) return 'answers';
  const items = nested.flat();
  if (items.some((item) => toSpan(item) !== undefined)) return 'spans';
  const plain = (item: unknown) => isName(item) && (typeof item !== 'number' || Number.isInteger(item));
  return nested.every(Array.isArray) && items.every(plain) ? 'lists' : undefined;
}

/** Numbers that measure, rather than number classes. */
function isNumeric(values: unknown[]): boolean {
  const numbers = values.map(toNumber).filter((value) => !Number.isNaN(value));
  if (numbers.length === 0 || numbers.length < NUMERIC_SHARE * values.length) return false;
  const different = new Set(numbers).size;
  const few = different <= MOST_NUMBERED_CLASSES && different <= Math.max(2, values.length / 2);
  return !few || !numbers.every(Number.isInteger);
}
