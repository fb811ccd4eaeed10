/** Lists, tuples and dictionaries as Python prints them, which data frames leave in the cells of tables. */

const TOKEN =
  /\s*(?:([[\](){},:])|([bru]?)(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]+))/gy;
const WORDS: Record<string, unknown> = { True: true, False: false, None: null, nan: null, NaN: null, null: null, true: true, false: false };
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };
const CLOSING: Record<string, string> = { '[': ']', '(': ')', '{': '}' };
/** Deeper nesting is not what a cell holds. */
const DEEPEST = 20;

/** @returns undefined for what is not a literal; a list may also be one of numpy's, without commas */
export function parsePythonLiteral(text: string): unknown {
  TOKEN.lastIndex = 0;
  const tokens: (string | { value: unknown })[] = [];
  let end = 0;
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    end = TOKEN.lastIndex;
    const [, mark, , single, double, number, word] = found;
    if (mark) tokens.push(mark);
    else if (word !== undefined) {
      if (!Object.hasOwn(WORDS, word)) return undefined;
      tokens.push({ value: WORDS[word] });
    } else tokens.push({ value: number === undefined ? unescaped(single ?? double ?? '') : Number(number) });
  }
  if (text.slice(end).trim() !== '') return undefined;
  const reader = { at: 0 };
  const value = readValue(tokens, reader, 0);
  return value !== undefined && reader.at === tokens.length ? value.value : undefined;
}

function readValue(tokens: (string | { value: unknown })[], reader: { at: number }, depth: number): { value: unknown } | undefined {
  const token = tokens[reader.at++];
  if (typeof token === 'object') return token;
  const closing = token === undefined ? undefined : CLOSING[token];
  if (closing === undefined || depth > DEEPEST) return undefined;
  const items: unknown[] = [];
  const entries: [string, unknown][] = [];
  for (;;) {
    if (tokens[reader.at] === ',' && items.length + entries.length > 0) reader.at++;
    if (tokens[reader.at] === closing) break;
    const item = readValue(tokens, reader, depth + 1);
    if (!item) return undefined;
    if (tokens[reader.at] === ':' && token === '{') {
      reader.at++;
      const value = readValue(tokens, reader, depth + 1);
      if (!value) return undefined;
      entries.push([String(item.value), value.value]);
    } else items.push(item.value);
  }
  reader.at++;
  return { value: entries.length > 0 ? Object.fromEntries(entries) : items };
}

const unescaped = (text: string) =>
  text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs, (_, hex, unicode, character) =>
    character === undefined ? String.fromCharCode(Number.parseInt(hex ?? unicode, 16)) : (ESCAPES[character] ?? `\\${character}`),
  );
