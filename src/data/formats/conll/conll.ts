/**
 * CoNLL and other files with a word and its tag per line, separated by tabs or blanks, sentences by empty lines
 * (Tjong Kim Sang & De Meulder, 2003). `# label = X` before a sentence gives its class, `# text = …` its text.
 */

import { TandemError } from '../../../errors';
import { plural } from '../../../plural';
import type { Ask } from '../../questions';
import type { FileRecord, ReportProblem, SourceFile, Table } from '../../records';
import { atOnce, forEach, type Steps } from '../../steps';
import { isUsualTag, notationsOf } from '../../tagNotations';
import { isBlank } from '../../words';
import type { Format, Reading } from '../format';
import { fitCells, isHeading, isSpelledOut, type Layout, LINES_LOOKED_AT, layoutOf, NO_TAG } from './conllLayout';
import { CLASS_COMMENT, cellsOf, sampleOf, sentenceSteps, sentencesOf, TEXT_COMMENT, type WordLine } from './conllLines';
import { conllWriter } from './conllWriter';

/** Pictures that sentences are about, in data sets of both. */
const PICTURE = /^IMGID:\S+$/;
const NAME = /\.(conll\w*|iob2?|bio|bioe?s|bilou|bmes)$/i;
/** A file of so many words without an empty line is hardly one sentence. */
const LONG = 500;

export const conll: Format = {
  name: 'conll',
  title: 'CoNLL (IOB)',
  recognises: ([file]) => NAME.test(file.name) || hasWordPerLine(file),
  read: (file, reading) => atOnce(inSteps(file, reading)),
  inSteps,
  writer: conllWriter,
};

function* inSteps(file: SourceFile, { report, ask }: Reading): Steps<Table> {
  const sentences = yield* sentenceSteps(file.text);
  const lines = wordLines(sentences);
  yield;
  const layout = layoutOf(lines);
  if (layout.tags.length === 0) throw new TandemError('bad-input', withoutTags(file.name, layout));
  const tag = askTagColumn(layout, lines[0], ask);
  return yield* readSentences(sentences, { ...layout, tags: [tag] }, report, ask);
}

/** The first lines that are surely no comments; in a file of nothing else, those with cells. */
function wordLines(sentences: WordLine[][]): string[] {
  const words = firstLines(sentences, (raw) => !raw.startsWith('#'));
  return words.length > 0 ? words : firstLines(sentences, (raw) => raw.includes('\t'));
}

function firstLines(sentences: WordLine[][], isWanted: (raw: string) => boolean): string[] {
  const lines: string[] = [];
  for (const sentence of sentences) {
    for (const { raw } of sentence) if (isWanted(raw) && !PICTURE.test(raw)) lines.push(raw);
    if (lines.length >= LINES_LOOKED_AT) break;
  }
  return lines;
}

/** By its beginning: every line has its cells, one of them a tag, and unless all tags are in the usual spelling there are several sentences. */
function hasWordPerLine({ name, text }: SourceFile): boolean {
  if (/\.(csv|jsonl?)$/i.test(name)) return false;
  const sentences = sentencesOf(sampleOf(text));
  const lines = wordLines(sentences);
  const layout = layoutOf(lines);
  const { width, aligned, tags, token, values } = layout;
  if (width < 2 || tags.length === 0 || lines.length < 2) return false;
  const [tag] = tags;
  const counts = values[tag];
  const heading = cellsOf(lines[0], aligned);
  if (token === 0 && /^NE-/.test(heading[tag] ?? '') && isHeading(heading, layout, tag)) return true;
  if ([...values[token].keys()].join('').length > 25 * values[token].size) return false;
  // Sentences beside a class.
  const spaced = lines.filter((raw) => (cellsOf(raw, aligned)[token] ?? '').includes(' ')).length;
  if (spaced > lines.length / 2) return false;
  const full = lines.filter((raw) => cellsOf(raw, aligned).length === width).length;
  const marked = [...counts.keys()].some((value) => isUsualTag(value) && value !== 'O');
  if (marked && full === lines.length && [...counts.keys()].every(isUsualTag)) return true;
  const several = sentences.length > 1 || text.startsWith('-DOCSTART-') || isTyped(counts, lines.length);
  return several && full >= 0.9 * lines.length && notationsOf(counts.keys()).length > 0;
}

/** Whether the tags of a single sentence are names of types in capitals, and `O`. */
function isTyped(counts: Map<string, number>, lines: number): boolean {
  return counts.size > 1 && counts.has('O') && lines > 4 && [...counts.keys()].every((value) => /^[A-Z][A-Z_-]*$/.test(value));
}

function withoutTags(name: string, { width, values }: Layout): string {
  const [example = ''] = values.at(-1)?.keys() ?? [];
  const found = width < 2 ? 'its lines have only one column' : `the last column holds values like "${example.slice(0, 30)}"`;
  return `${name} has no column of entity tags (O, B-PER, I-PER): ${found}. Choose a file that has a tag beside each word.`;
}

function askTagColumn(layout: Layout, first: string, ask: Ask): number {
  const { tags, open, aligned, values } = layout;
  if (tags.length < 2) return tags[0];
  const cells = cellsOf(first, aligned);
  const options = tags.map((column) => {
    const name = isHeading(cells, layout, column) ? `, ${cells[column]}` : '';
    const examples = [...values[column].keys()].filter((value) => value !== 'O' && value !== cells[column]).slice(0, 3);
    return { value: String(column + 1), title: `Column ${column + 1}${name} (${examples.length > 0 ? examples.join(', ') : 'O only'})` };
  });
  return Number(ask({ id: 'tag column', text: 'Several columns hold tags. Which one should be read?', options, open })) - 1;
}

interface Sentence {
  line: number;
  tokens: string[];
  /** '' for a word that has none. */
  tags: string[];
  label?: string;
  text?: string;
}

/** What is odd about lines, by their numbers; each is said once. */
interface Odd {
  untagged: number[];
  merged: number[];
  comments: number[];
}

function* readSentences(sentences: WordLine[][], layout: Layout, report: ReportProblem, ask: Ask): Steps<Table> {
  const odd: Odd = { untagged: [], merged: [], comments: [] };
  const read: Sentence[] = [];
  yield* forEach(sentences, (lines, i) => {
    const sentence = readSentence(lines, layout, odd, i === 0);
    if (!sentence.tokens.every(isBlank)) read.push(sentence);
  });
  const outside = outsideOf(read, layout);
  const say = (lines: number[], one: string, many: string, severity?: 'warning') => {
    if (lines.length > 0) report(lines[0], plural(lines.length, one, many), severity);
  };
  say(
    odd.untagged,
    'line has no tag; the tags of its sentence are left out',
    'lines have no tag; the tags of their sentences are left out',
  );
  say(
    odd.merged,
    'line has more columns than the others; the extra ones are read as part of the word',
    'lines have more columns than the others; the extra ones are read as part of the word',
    'warning',
  );
  say(
    odd.comments,
    'line inside a sentence begins with # and has no tag; it is read as a comment',
    'lines inside sentences begin with # and have no tag; they are read as comments',
    'warning',
  );
  if (outside === '_' || outside === '-')
    report(undefined, `no tag is O; "${outside}" is read as the tag of words outside entities`, 'warning');
  if (read.every(({ tags }) => tags.every((tag) => tag === NO_TAG))) {
    report(undefined, `every tag is "${NO_TAG}"; it is not known whether the rows have entities`, 'warning');
  }
  if (read.length === 1 && read[0].tokens.length > LONG) {
    report(1, 'no empty line marks the end of a sentence; the whole file is read as one row', 'warning');
  }
  yield;
  dropLanguage(read, report);
  joinBlank(read, ask);
  yield;
  const records: FileRecord[] = [];
  yield* forEach(read, ({ line, tokens, tags, label, text }) => {
    // Not known to have no entity.
    const unknown = tags.includes('') || (outside !== NO_TAG && tags.every((tag) => tag === NO_TAG));
    records.push({ line, values: [tokens, unknown ? undefined : tags.map((tag) => (tag === outside ? 'O' : tag)), label, text] });
  });
  const columns = ['tokens', 'entities', 'class'];
  const roles = { tokens: 'tokens', tags: 'entities', labels: ['class'] };
  if (read.every(({ text }) => text === undefined)) return { columns, records, roles };
  return { columns: [...columns, 'text'], records, roles: { ...roles, text: 'text' } };
}

function readSentence(lines: WordLine[], layout: Layout, odd: Odd, first: boolean): Sentence {
  const sentence: Sentence = { line: lines[0].line, tokens: [], tags: [] };
  const [column] = layout.tags;
  for (const { line, raw } of lines) {
    if (isComment(raw, layout)) {
      const [, label] = CLASS_COMMENT.exec(raw) ?? [];
      const [, text] = TEXT_COMMENT.exec(raw) ?? [];
      if (label !== undefined) sentence.label = label.trim();
      else if (text !== undefined) sentence.text = text;
      else if (sentence.tokens.length > 0) odd.comments.push(line);
      continue;
    }
    const { cells, merged } = fitCells(raw, layout);
    if (first && sentence.tokens.length === 0 && isHeading(cells, layout, column)) continue;
    const tag = cells[column] ?? '';
    if (merged) odd.merged.push(line);
    if (tag === '') odd.untagged.push(line);
    sentence.tokens.push(cells[layout.token] ?? '');
    sentence.tags.push(tag);
  }
  return sentence;
}

/** What stands for `O`: a placeholder, where `O` does not occur, and it stands among tags of entities. */
function outsideOf(sentences: Sentence[], { outside }: Layout): string {
  const mixed = ({ tags }: Sentence) => tags.includes(outside) && tags.some((tag) => tag !== outside);
  return outside === 'O' || outside === 'o' || sentences.some(mixed) ? outside : 'O';
}

/** A line that begins with # is of a word where it has as many cells as the others, and a tag among them. */
function isComment(raw: string, { width, aligned, tags, values }: Layout): boolean {
  if (PICTURE.test(raw)) return true;
  if (!raw.startsWith('#')) return false;
  const cells = cellsOf(raw, aligned);
  if (!raw.includes('\t')) {
    if (CLASS_COMMENT.test(raw) || TEXT_COMMENT.test(raw)) return true;
    // "# word O" is a word with a blank in it.
    if (cells[0] === '#' && cells.length === width + 1) cells.shift();
  }
  const tag = cells[tags[0]] ?? '';
  return cells.length !== width || !(isUsualTag(tag) || values[tags[0]].has(tag) || (tag === NO_TAG && raw.includes('\t')));
}

/** WikiANN writes the language before every word: `en:Robert`. */
function dropLanguage(sentences: Sentence[], report: ReportProblem): void {
  const [prefix] = /^[a-z]{2,3}(-[a-z]+)?:/.exec(sentences[0]?.tokens[0] ?? '') ?? [];
  if (prefix === undefined || !sentences.every(({ tokens }) => tokens.every((token) => token.startsWith(prefix)))) return;
  for (const { tokens } of sentences) for (const [i, token] of tokens.entries()) tokens[i] = token.slice(prefix.length);
  report(undefined, `every word begins with "${prefix}", the name of its language; this is left out`, 'warning');
}

/** Where blanks are words of their own, the words may stand side by side without any between. */
function joinBlank(sentences: Sentence[], ask: Ask): void {
  if (!sentences.some(({ tokens }) => tokens.some(isBlank))) return;
  const options = [
    { value: 'blanks', title: 'a space between every two words' },
    { value: 'nothing', title: 'a space where the file has a blank word, nothing elsewhere' },
  ];
  if (isSpelledOut(sentences.flatMap(({ tokens }) => tokens))) options.reverse();
  const answer = ask({ id: 'blank words', text: 'Some words are blank. What separates words?', options, open: false });
  if (answer !== 'nothing') return;
  const side = (tokens: string[]) => tokens.map((token) => (isBlank(token) ? ' ' : token)).join('');
  for (const sentence of sentences) sentence.text ??= side(sentence.tokens).trim();
}
