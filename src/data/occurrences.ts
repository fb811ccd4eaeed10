/** Where the same words stand elsewhere: in a text, and in the rows of a data set. */

export interface Phrase {
  /** A run of blanks in it stands for any other. */
  phrase: string;
  /** Whether what begins or ends inside a word counts. */
  wholeWords: boolean;
  matchCase: boolean;
}

/** Finds a phrase in texts. @returns UTF-16 offsets, from left to right, none over another */
export function finderOf({ phrase, wholeWords, matchCase }: Phrase): (text: string) => { start: number; end: number }[] {
  const parts = phrase.trim().split(/\s+/);
  if (parts[0] === '') return () => [];
  const escaped = parts.map((part) => part.replace(/[\^$.*+?()[\]{}|\\/]/g, '\\$&'));
  const pattern = new RegExp(escaped.join('\\s+'), matchCase ? 'gu' : 'giu');
  const words = new Intl.Segmenter(undefined, { granularity: 'word' });
  return (text) => {
    const found: { start: number; end: number }[] = [];
    let segments: Intl.Segments | undefined;
    const isEdge = (place: number) => {
      segments ??= words.segment(text);
      return place === text.length || segments.containing(place)?.index === place;
    };
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (!wholeWords || (isEdge(start) && isEdge(end))) found.push({ start, end });
      // What stands inside a word may begin another one that does not.
      else pattern.lastIndex = start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
    }
    return found;
  };
}
