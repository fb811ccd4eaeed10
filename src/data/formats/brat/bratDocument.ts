/**
 * One document in the standoff of brat (Stenetorp et al., 2012): its text, and lines that say what stands where. Offsets count
 * characters of the file as the tool read it, which may have been with two at the end of each line, or with a mark at its beginning.
 */
export interface BratSpan {
  start: number;
  end: number;
  label: string;
  text: string;
}

export interface BratReading {
  /** UTF-16 offsets. */
  spans: BratSpan[];
  problems: { line: number; message: string }[];
}

interface TextBound {
  line: number;
  id: string;
  label: string;
  pieces: [start: number, end: number][];
  covered?: string;
}

const TEXT_BOUND = /^(T\S*)[\t ]+(\S.*?)[\t ]+(\d+ \d+(?:;\d+ \d+)*)(?:[\t ](.*))?$/;
const KINDS: [RegExp, string][] = [
  [/^R\S*\t/, 'relations'],
  [/^E\S*\t/, 'events'],
  [/^[AM]\S*\t/, 'attributes'],
  [/^N\S*\t/, 'normalizations'],
  [/^\*\t/, 'equivalences'],
  [/^#/, 'notes'],
];

/** How many annotations there are of each kind that is not read. */
export function otherKinds(annotations: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of annotations.split('\n')) {
    const kind = kindOf(line);
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

export function readBrat(text: string, annotations: string): BratReading {
  const { found, problems } = parse(annotations);
  const spans: BratSpan[] = [];
  const place = placing(text, found);
  for (const { line, id, label, pieces, covered } of found) {
    const placed = pieces.map(place);
    const [start, end] = [placed[0].start, placed[placed.length - 1].end];
    const shown = pieces.map(([from, to]) => `${from}–${to}`).join(', ');
    // A span over the end of a line is written in pieces too.
    const apart = placed.slice(1).some((piece, i) => text.slice(placed[i].end, piece.start).trim() !== '');
    if (apart) problems.push({ line, message: `${id} (${label}) is in ${pieces.length} pieces (${shown}); it is left out` });
    else if (!Number.isInteger(start) || !Number.isInteger(end) || end > text.length) {
      problems.push({ line, message: `${id} (${label}, ${shown}) lies outside the text; it is left out` });
    } else if (covered !== undefined && bare(covered) !== bare(text.slice(start, end))) {
      const there = text.slice(start, end).slice(0, 60);
      problems.push({
        line,
        message: `${id} (${label}) is "${covered.slice(0, 60)}" here, but the text has "${there}" at ${shown}; it is left out`,
      });
    } else spans.push({ start, end, label, text: text.slice(start, end) });
  }
  return { spans, problems };
}

const kindOf = (line: string) => KINDS.find(([pattern]) => pattern.test(line))?.[1];

function parse(annotations: string): { found: TextBound[]; problems: BratReading['problems'] } {
  const found: TextBound[] = [];
  const problems: BratReading['problems'] = [];
  let last: TextBound | undefined;
  for (const [i, source] of annotations.split('\n').entries()) {
    const match = TEXT_BOUND.exec(source);
    if (match) {
      const pieces = match[3].split(';').map((piece) => piece.split(' ').map(Number) as [number, number]);
      last = { line: i + 1, id: match[1], label: match[2], pieces, ...(match[4]?.trim() ? { covered: match[4] } : {}) };
      found.push(last);
    } else if (kindOf(source)) {
      last = undefined;
      // A span with a line end in it may have brought the end into this file.
    } else if (last?.covered !== undefined && !/^[A-Z]\d+\t/.test(source)) last.covered += ` ${source}`;
    else if (source.trim() !== '')
      problems.push({ line: i + 1, message: `"${source.slice(0, 40)}" is not an annotation of brat; it is left out` });
  }
  return { found, problems };
}

/** Of the ways to count, the one under which most spans cover the texts that they say; characters as they are, if all do equally. */
function placing(text: string, found: TextBound[]): (piece: [number, number]) => { start: number; end: number } {
  const ways = [false, true].flatMap((mark) => [false, true].flatMap((crlf) => [true, false].map((points) => ({ mark, crlf, points }))));
  const shown = found.filter(({ covered, pieces }) => covered !== undefined && pieces.length === 1);
  let best = { at: lookUp(text, ways[0]), fits: -1 };
  for (const way of ways) {
    const at = lookUp(text, way);
    const fits = shown.filter(({ covered = '', pieces: [[start, end]] }) => bare(text.slice(at(start), at(end))) === bare(covered)).length;
    if (fits > best.fits) best = { at, fits };
    if (fits === shown.length) break;
  }
  return ([start, end]) => ({ start: best.at(start), end: best.at(end) });
}

/** @returns an offset in the file to one in UTF-16 units of the text; NaN where there is none */
function lookUp(text: string, { mark, crlf, points }: { mark: boolean; crlf: boolean; points: boolean }): (offset: number) => number {
  const plain = !crlf || !text.includes('\n');
  const before = Number(mark);
  if (plain && (!points || !/[\ud800-\udfff]/.test(text)))
    return (offset) => (offset - before <= text.length ? offset - before : Number.NaN);
  const offsets: number[] = [];
  for (let i = 0; i < text.length; ) {
    const { length } = points ? String.fromCodePoint(text.codePointAt(i) ?? 0) : 'x';
    if (crlf && text[i] === '\n') offsets.push(i);
    offsets.push(i);
    i += length;
  }
  offsets.push(text.length);
  return (offset) => offsets[offset - before] ?? Number.NaN;
}

const bare = (text: string) => text.replace(/\s+/g, ' ').trim();
