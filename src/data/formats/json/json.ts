/** JSON in the forms in which data sets come: one value, a value per line, or values one after another. */
import { isObject } from './fields';
import { unwrap } from './jsonWrappers';

export interface JsonItem {
  /** On which it begins, counted from 1; records inside one line are counted instead. */
  line: number;
  value: unknown;
  /** The key that it stands under, where an object has its records by split. */
  split?: string;
}

export interface JsonFile {
  items: JsonItem[];
  /** What is not JSON, with its line. */
  faults: { line: number; message: string }[];
  /** Set where the text is one single value. */
  whole?: unknown;
}

/**
 * @param expected whether the file's name says that it is JSON
 * @returns undefined where it is not JSON in any form
 */
export function parseJson(text: string, expected: boolean): JsonFile | undefined {
  if (!expected && !/^\s*[{[]\s*["{[\]}\d-]/.test(text.slice(0, 1000))) return undefined;
  const whole = parse(text);
  if (whole !== undefined) return isNested(whole) ? { whole, items: withLines(unwrap(whole), whole, text), faults: [] } : undefined;
  const lines = parseLines(text);
  if (lines.items.length > lines.faults.length) return lines;
  const values = parseValues(text);
  return values.items.length > lines.items.length || lines.items.length === 0 || values.incomplete ? values : lines;
}

function parseLines(text: string): JsonFile {
  const file: JsonFile = { items: [], faults: [] };
  for (const [i, source] of text.split('\n').entries()) {
    const trimmed = source.trim();
    if (trimmed === '') continue;
    // People who write such files by hand put a comma behind each.
    const value = parse(trimmed.endsWith(',') ? trimmed.slice(0, -1) : trimmed);
    if (isNested(value)) file.items.push({ line: i + 1, value });
    else file.faults.push({ line: i + 1, message: 'this line is not a JSON object; it is left out' });
  }
  return file;
}

/** Values one after another, each over any number of lines. */
function parseValues(text: string): JsonFile & { incomplete: boolean } {
  const file: JsonFile & { incomplete: boolean } = { items: [], faults: [], incomplete: false };
  const lineAt = lineCounter(text);
  let behind = 0;
  for (const [start, found] of valuesIn(text)) {
    const end = found ?? text.length;
    const between = /[^\s,]/.exec(text.slice(behind, start));
    if (between) file.faults.push({ line: lineAt(behind + between.index), message: 'this is not JSON; it is left out' });
    behind = end;
    const line = lineAt(start);
    if (found === undefined) {
      const last = lineAt(text.trimEnd().length);
      file.faults.push({
        line: last,
        message: `the file ends inside a value that begins on line ${line}: the file seems to be incomplete`,
      });
      file.incomplete = file.items.length === 0;
      break;
    }
    const value = parse(text.slice(start, end));
    if (isNested(value)) file.items.push({ line, value });
    else file.faults.push({ line, message: 'the part that begins here is not JSON; it is left out' });
  }
  return file;
}

/** Where objects and lists begin and end that stand side by side; one without an end is the last. */
function* valuesIn(text: string, from = 0): Generator<[start: number, end: number | undefined]> {
  const mark = /["{}[\]]/g;
  mark.lastIndex = from;
  let depth = 0;
  let start = 0;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const [character] = found;
    if (character === '"') {
      mark.lastIndex = endOfString(text, found.index);
    } else if (character === '{' || character === '[') {
      if (depth++ === 0) start = found.index;
    } else if (depth > 0 && --depth === 0) {
      yield [start, mark.lastIndex];
    }
  }
  if (depth > 0) yield [start, undefined];
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** The records of a list over several lines have lines of their own. */
function withLines(items: JsonItem[], whole: unknown, text: string): JsonItem[] {
  if (!Array.isArray(whole) || whole.length !== items.length || !text.trim().includes('\n')) return items;
  const lineAt = lineCounter(text);
  const lines = [...valuesIn(text, text.indexOf('[') + 1)].map(([start]) => lineAt(start));
  return lines.length === items.length + 1 || lines.length === items.length ? items.map((item, i) => ({ ...item, line: lines[i] })) : items;
}

/** Where the items of the list under a key begin; counted instead in text of a single line. */
export function linesUnder(text: string, key: string, count: number): number[] {
  const from = text.indexOf('[', text.indexOf(JSON.stringify(key)));
  const lineAt = lineCounter(text);
  const lines: number[] = [];
  if (from >= 0 && text.trim().includes('\n')) {
    for (const [start] of valuesIn(text, from + 1)) {
      if (lines.length === count) break;
      lines.push(lineAt(start));
    }
  }
  return lines.length === count ? lines : Array.from({ length: count }, (_, i) => i + 1);
}

/** For offsets in ascending order. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    for (; next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isNested = (value: unknown) => isObject(value) || Array.isArray(value);
