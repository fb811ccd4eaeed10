/**
 * What gets one label. Its first piece speaks for it. Gold spans and labels of units are turned into each other here, both
 * ways.
 */
import type { Span } from '../../data/dataset';
import { endOfWord } from '../../data/spans';
import type { ReadText } from '../text';

/**
 * `tokens`: what stands between blanks, without the punctuation around it, which is a unit each. `words`: as the tokenizer cuts
 * them before it cuts pieces, BERT's at every punctuation mark. `pieces`: every word piece. What is left of one character by a
 * tokenizer that works on bytes is never taken apart, and blanks are in no unit.
 */
export const UNIT_KINDS = ['tokens', 'words', 'pieces'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

export interface Unit {
  /** Pieces [first, end). */
  first: number;
  end: number;
  /** Its place in the text; combining marks and joiners at its end belong to it. */
  from: number;
  to: number;
}

export function unitsOf(read: ReadText, kind: UnitKind): Unit[] {
  const { text, pieces } = read;
  const joined = kind === 'pieces' ? () => false : kind === 'words' ? isOneWord(read) : isOneToken(read);
  const units: Unit[] = [];
  for (const [i, piece] of pieces.entries()) {
    const last = units.at(-1);
    if (last && (piece.start < last.to || joined(i))) Object.assign(last, { end: i + 1, to: Math.max(last.to, piece.end) });
    else units.push({ first: i, end: i + 1, from: piece.start, to: piece.end });
  }
  for (const [i, unit] of units.entries()) unit.to = Math.min(endOfWord(text, unit.to), units[i + 1]?.from ?? text.length);
  return units.filter(({ from, to }) => from < to);
}

/** Whether a piece belongs to the same unit as the one before it. */
type Joined = (piece: number) => boolean;

const isOneWord =
  ({ pieces }: ReadText): Joined =>
  (i) =>
    pieces[i].word === pieces[i - 1].word;

function isOneToken({ text, pieces }: ReadText): Joined {
  const apart = (i: number) => i === 0 || i === pieces.length || /\s/.test(text.slice(pieces[i - 1].end, pieces[i].start));
  /** Of each piece, the part between the same blanks that is one unit. */
  const cores: [start: number, end: number][] = [];
  for (let from = 0; from < pieces.length; ) {
    let to = from + 1;
    while (!apart(to)) to++;
    const core = coreOf(text.slice(pieces[from].start, pieces[to - 1].end), pieces[from].start);
    for (let i = from; i < to; i++) cores.push(core);
    from = to;
  }
  return (i) => !apart(i) && pieces[i - 1].start >= cores[i][0] && pieces[i].end <= cores[i][1];
}

/** Hashtags, mentions and names with underscores are one; an initial and an abbreviation keep their full stop. */
const BEFORE = /^[^\p{L}\p{N}#@_]*/u;
const AFTER = /[^\p{L}\p{N}_]*$/u;
const ABBREVIATION = /^\p{L}$|\./u;

/** What is left of a token without the punctuation around it. @param origin where it begins */
function coreOf(token: string, origin: number): [start: number, end: number] {
  const start = BEFORE.exec(token)?.[0].length ?? 0;
  const after = AFTER.exec(token)?.[0] ?? '';
  const end = token.length - after.length;
  if (end <= start) return [origin, origin];
  const stop = after.startsWith('.') && ABBREVIATION.test(token.slice(start, end)) ? 1 : 0;
  return [origin + start, origin + end + stop];
}

/**
 * IOB2: the first unit that a span reaches into is its beginning. Where two spans reach into one unit, the first one has it.
 *
 * @param spans in order and without overlap
 */
export function labelUnits(units: Unit[], spans: Span[]): string[] {
  let next = 0;
  let open: Span | undefined;
  return units.map(({ from, to }) => {
    while (next < spans.length && spans[next].end <= from) next++;
    const span = spans[next];
    if (!span || span.start >= to) return 'O';
    const tag = `${open === span ? 'I' : 'B'}-${span.label}`;
    open = span;
    return tag;
  });
}

/** A run of units that make one entity: [first, end) among them. */
export interface UnitRun {
  first: number;
  end: number;
  label: string;
}

/** An `I-X` that continues no entity of type X opens one, as seqeval counts by default. */
export function runsOf(tags: string[]): UnitRun[] {
  const runs: UnitRun[] = [];
  let open: UnitRun | undefined;
  for (const [i, tag] of tags.entries()) {
    const label = tag.slice(2);
    if (label === '') open = undefined;
    else if (tag.startsWith('I-') && open?.label === label) open.end = i + 1;
    else {
      open = { first: i, end: i + 1, label };
      runs.push(open);
    }
  }
  return runs;
}

export const spanOf = (units: Unit[], { first, end, label }: UnitRun): Span => ({
  start: units[first].from,
  end: units[end - 1].to,
  label,
});

/** The spans that units of a kind cannot mark exactly. */
export function inexpressible(text: ReadText, kind: UnitKind, spans: Span[]): Span[] {
  const units = unitsOf(text, kind);
  const marked = new Set(runsOf(labelUnits(units, spans)).map((run) => keyOf(spanOf(units, run))));
  return spans.filter((span) => !marked.has(keyOf(span)));
}

const keyOf = ({ start, end, label }: Span) => `${start} ${end} ${label}`;
