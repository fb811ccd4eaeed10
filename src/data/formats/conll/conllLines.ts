/** Files with a word per line, cut into sentences: at empty lines, and where a document begins. */
import { atOnce, type Steps } from '../../steps';

/** `# label = X` gives the class of the sentence below, `# text = …` its text. */
export const CLASS_COMMENT = /^#\s*(?:label|class|intent|category|topic)\s*[=:]\s*(.+)$/is;
export const TEXT_COMMENT = /^#\s*text\s*[=:] ?(.*)$/is;

/** A line with cells, or a comment. */
export interface WordLine {
  /** Counted from 1. */
  line: number;
  raw: string;
}

/** A note of HIPE's files (Ehrmann et al., 2022), which have empty lines between documents only. */
const SENTENCE_END = /\t(\S*\|)?(EndOfSentence|PySBDSegment)\b/;

/** Separated by tabs where the line has any, by blanks elsewhere. */
export function cellsOf(raw: string, aligned = false): string[] {
  if (!raw.includes('\t')) return raw.split(/ +/).filter((cell) => cell !== '');
  const cells = raw.split('\t').map((cell) => cell.trim());
  // Several tabs in a row that only put the next column in its place.
  return aligned ? cells.filter((cell, i) => i === 0 || cell !== '') : cells;
}

/** Lines between two steps: some milliseconds. */
const LINES = 20_000;

/** The lines of each sentence; several empty lines are as one. */
export const sentencesOf = (text: string): WordLine[][] => atOnce(sentenceSteps(text));

/** The same in steps. */
export function* sentenceSteps(text: string): Steps<WordLine[][]> {
  const sentences: WordLine[][] = [];
  let open: WordLine[] = [];
  const close = () => {
    if (open.length > 0) sentences.push(open);
    open = [];
  };
  for (let [line, at] = [1, 0]; at <= text.length; line++) {
    const end = text.indexOf('\n', at);
    const raw = text.slice(at, end < 0 ? text.length : end);
    if (raw.trim() === '' || raw.startsWith('-DOCSTART-')) close();
    else open.push({ line, raw });
    if (SENTENCE_END.test(raw)) close();
    at += raw.length + 1;
    if (line % LINES === 0) yield;
  }
  close();
  return sentences;
}

/** Of a large file the beginning, without the line that it breaks off in. */
export function sampleOf(text: string, length = 20_000): string {
  return text.length <= length ? text : text.slice(0, text.lastIndexOf('\n', length) + 1);
}
