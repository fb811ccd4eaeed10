/**
 * A label in front of each text: `LOC:city What city …` (TREC, Li & Roth 2002), `1 a kind film` (SST-2), `label<tab>text`; or behind it,
 * `Profit rose .@positive` (Financial PhraseBank, Malo et al. 2014).
 */
import { plural } from '../../plural';
import type { FileRecord, SourceFile } from '../records';
import type { Format, Reading } from './format';

// Of lines without blanks at their end. No pattern may give back blanks that it has taken: a line of blanks would take minutes.
/** A number, or a name with its finer part behind a colon. */
const MARKED = /^(\d{1,3}|[^\s:]{1,40}:[^\s:]{1,40})\s+(\S.*)$/;
/** Behind the text. */
const TRAILING = /^(?<text>.*\S)\s*@(?<label>[^\s@]{1,30})$/;
const TABBED = /^([^\t]{1,40})\t\s*([^\t\s][^\t]*)$/;
const WORD_FIRST = /^(\S{1,60})\s+(\S.*)$/;
/** Lines looked at to recognise it, and how many different labels there may be. */
const SAMPLE = 500;
const MOST_CLASSES = 100;

export const labelled: Format = {
  name: 'labelled',
  title: 'Label and text per line',
  recognises: ([file]) => patternOf(file) !== undefined,
  read(file, reading) {
    const pattern = patternOf(file) ?? WORD_FIRST;
    const found = matches(file, pattern, reading);
    const coarse = pattern === MARKED && found.every(({ label }) => label.includes(':')) ? askParts(found, reading) : false;
    return tableOf(found.map(({ line, label, text }) => ({ line, values: [coarse ? label.split(':')[0] : label, text] })));
  },
};

const tableOf = (records: FileRecord[]) => ({ columns: ['class', 'text'], records, roles: { text: 'text', labels: ['class'] } });

interface Found {
  line: number;
  label: string;
  text: string;
}

function matches(file: SourceFile, pattern: RegExp, { report }: Reading): Found[] {
  return file.text.split('\n').flatMap((source, i): Found[] => {
    if (source.trim() === '') return [];
    const found = pattern.exec(source.trimEnd());
    const [label, text] = found?.groups ? [found.groups.label, found.groups.text] : [found?.[1] ?? '', found?.[2]];
    if (text !== undefined) return [{ line: i + 1, label: label.trim(), text }];
    report(i + 1, 'a label and a text are expected; the line is left out');
    return [];
  });
}

/** Whether only the part before the colon is the label. */
function askParts(found: Found[], { ask }: Reading): boolean {
  const full = new Set(found.map(({ label }) => label));
  const coarse = new Set(found.map(({ label }) => label.split(':')[0]));
  const [first] = full;
  const answer = ask({
    id: 'parts of labels',
    text: `Labels have two parts, such as "${first}". A class is`,
    options: [
      { value: 'coarse', title: `the first part: ${plural(coarse.size, 'class', 'classes')}, such as "${first.split(':')[0]}"` },
      { value: 'full', title: `both: ${full.size} classes` },
    ],
    open: true,
  });
  return answer === 'coarse';
}

/** By which of the layouts every line of a sample is labelled, with labels that repeat. */
function patternOf(file: SourceFile): RegExp | undefined {
  const lines = file.head(SAMPLE).filter((line) => line.trim() !== '');
  if (lines.length < 2) return undefined;
  return [MARKED, TABBED, TRAILING].find((pattern) => {
    const labels = lines.map((line) => {
      const found = pattern.exec(line.trimEnd());
      return (found?.groups?.label ?? found?.[1])?.trim();
    });
    const different = new Set(labels.map((label) => (pattern === MARKED ? label?.split(':')[0] : label)));
    const missed = labels.filter((label) => label === undefined).length;
    return missed === 0 && lines.length > 3 && different.size > 1 && different.size <= Math.min(MOST_CLASSES, lines.length / 2);
  });
}
