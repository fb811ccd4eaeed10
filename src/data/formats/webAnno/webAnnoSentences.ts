/** Sentences of WebAnno TSV 3: their text, and where in it their tokens and parts of tokens stand. */
import { unescaped } from './webAnnoCells';

export interface Unit {
  line: number;
  /** Of the document, counted over all sentences; parts of a token have its number. */
  token: number;
  /** UTF-16 offsets in the sentence. */
  start: number;
  end: number;
  cells: string[];
}

export interface Sentence {
  line: number;
  text: string;
  units: Unit[];
}

interface Line {
  line: number;
  part: boolean;
  from: number;
  to: number;
  form: string;
  cells: string[];
}

const TOKEN = /^(\d+)-(\d+)(\.\d+)?$/;

/** @param report names sentences whose text does not have their tokens: they are left out */
export function readSentences(text: string, report: (line: number, message: string) => void): Sentence[] {
  const sentences: Sentence[] = [];
  let token = 0;
  for (const { line, texts, lines } of blocks(text, report)) {
    const tokens = lines.filter(({ part }) => !part);
    if (tokens.length === 0) continue;
    const joined = texts.join('\n');
    // Tabs are written as \t, and in some versions line ends as \n.
    const candidates = texts.length === 0 ? [spaced(tokens)] : [joined, unescaped(joined)];
    const found = candidates.map((candidate) => ({ candidate, places: align(candidate, tokens) })).find(({ places }) => places);
    if (!found?.places) {
      report(line, 'the tokens of this sentence are not in its text in this order; the sentence is left out');
      token += tokens.length;
      continue;
    }
    const units: Unit[] = [];
    let at = -1;
    for (const { part, from, to, cells, ...source } of lines) {
      if (!part) at++;
      const place = found.places[at];
      if (!place) continue;
      const start = part ? place.start + from - tokens[at].from : place.start;
      units.push({ line: source.line, token: token + at, start, end: part ? start + to - from : place.end, cells });
    }
    token += tokens.length;
    sentences.push({ line, text: found.candidate, units });
  }
  return sentences;
}

function blocks(text: string, report: (line: number, message: string) => void): { line: number; texts: string[]; lines: Line[] }[] {
  const all: { line: number; texts: string[]; lines: Line[] }[] = [];
  let current: (typeof all)[number] | undefined;
  for (const [i, source] of text.split('\n').entries()) {
    const line = i + 1;
    const [number, place, form, ...cells] = source.split('\t');
    const token = TOKEN.exec(number);
    if (token) {
      const [, from, to] = /^(\d+)-(\d+)$/.exec(place ?? '') ?? [];
      if (from === undefined || form === undefined) {
        report(line, 'a token needs a number, a place and a text here; the line is left out');
        continue;
      }
      current ??= { line, texts: [], lines: [] };
      if (current.lines.length === 0) all.push(current);
      current.lines.push({ line, part: token[3] !== undefined, from: Number(from), to: Number(to), form, cells });
    } else if (source.startsWith('#Text=')) {
      if (!current || current.lines.length > 0) current = { line, texts: [], lines: [] };
      current.texts.push(source.slice(6));
    } else if (source.trim() === '' && (current?.lines.length ?? 0) > 0) current = undefined;
  }
  return all;
}

/** Where the tokens stand, one after another with nothing but blanks between; undefined where they do not. */
function align(text: string, tokens: Line[]): { start: number; end: number }[] | undefined {
  const places: { start: number; end: number }[] = [];
  let at = 0;
  for (const { form } of tokens) {
    const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    const written = [form, unescaped(form)].find((candidate) => text.startsWith(candidate, start));
    if (written === undefined) return undefined;
    at = start + written.length;
    places.push({ start, end: at });
  }
  return places;
}

/** A text for tokens that have none. */
function spaced(tokens: Line[]): string {
  return tokens.map(({ form, from }, i) => (i > 0 ? ' '.repeat(Math.max(0, from - tokens[i - 1].to)) : '') + form).join('');
}
