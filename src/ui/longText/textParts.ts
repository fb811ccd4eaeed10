/** A long text in parts of whole lines: a browser takes a fifth of a second for each key in a field of 50,000 lines. */

export interface TextPart {
  /** Its first character in the text, and the line break behind its last one. */
  start: number;
  end: number;
  /** Lines of the text before it. */
  line: number;
}

/** Lines and characters of a part; a line is never parted. */
const [PART_LINES, PART_LENGTH] = [1000, 200_000];
/** A text of up to so many parts is one. */
const TOGETHER = 2;

/** @returns all parts of a text, in their order; one of a text that is not long, or empty */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let [start, line] = [0, 0];
  for (let lines = 0, at = 0; ; ) {
    const end = text.indexOf('\n', at);
    if (end < 0) break;
    lines++;
    if (lines >= PART_LINES || end - start >= PART_LENGTH) {
      parts.push({ start, end, line });
      start = end + 1;
      line += lines;
      lines = 0;
    }
    at = end + 1;
  }
  parts.push({ start, end: text.length, line });
  return parts.length > TOGETHER ? parts : [{ start: 0, end: text.length, line: 0 }];
}

/** @returns the place of the part with a character */
export function partAt(parts: readonly TextPart[], character: number): number {
  const place = parts.findIndex(({ end }) => character <= end);
  return place < 0 ? parts.length - 1 : place;
}
