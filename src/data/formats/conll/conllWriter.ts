/** Writes CoNLL: a word and its tag in IOB2 per line, the class and, where blanks do not tell it, the text above them. */

import { TandemError } from '../../../errors';
import { plural } from '../../../plural';
import type { Label, Span } from '../../dataset';
import { isBlank, joinTokens, splitWords } from '../../words';
import type { Writer } from '../format';
import { bySplit, type OutData, type OutRow } from '../output';

/** How often something could not be written as it stands. */
interface Counts {
  /** Entities that end inside words. */
  cut: number;
  /** Texts and names of classes that do not fit in a line. */
  breaks: number;
  /** Types that would be read as two tags. */
  joined: Set<string>;
}

export const conllWriter: Writer = {
  write(data, report) {
    const { spans, label, others } = chosen(data);
    if (spans === undefined) {
      throw new TandemError(
        'bad-input',
        'CoNLL holds the entities of each text, and this data set has no column of entities. Choose another format.',
      );
    }
    const counts: Counts = { cut: 0, breaks: 0, joined: new Set() };
    const files = [...bySplit(data.rows, data.name)].map(([name, rows]) => ({
      path: `${name}.conll`,
      parts: rows.map((row) => sentence(row, spans, label, counts)),
    }));
    const renamed = Object.entries({ entities: spans, class: label }).filter(([read, name]) => name !== undefined && name !== read);
    for (const [read, name] of renamed) report(`CoNLL has no column names: "${name}" will be called "${read}" when the file is read back`);
    for (const name of others) report(`${name}: CoNLL can hold one column of entities and one of classes; this column is left out`);
    const pairs = data.rows.filter(({ other }) => other !== undefined).length;
    if (pairs > 0) report(`${plural(pairs, 'row has', 'rows have')} a second text, which CoNLL cannot hold; it is left out`);
    if (data.rows.some(({ scores }) => scores)) report('CoNLL cannot hold scores; they are left out');
    if (counts.cut > 0)
      report(`${plural(counts.cut, 'entity begins or ends', 'entities begin or end')} inside a word; the word is written in parts`);
    if (counts.breaks > 0)
      report(`${plural(counts.breaks, 'text or class has', 'texts or classes have')} line breaks or tabs, which are written as spaces`);
    for (const type of counts.joined) report(`"${type}" is written as "${plainType(type)}", because | joins tags`);
    return files;
  },
};

function chosen({ columns }: OutData): { spans?: string; label?: string; others: string[] } {
  const spans = columns.find(({ values }) => values === 'spans')?.name;
  const label = columns.find(({ values }) => values === 'names')?.name;
  return { spans, label, others: columns.map(({ name }) => name).filter((name) => name !== spans && name !== label) };
}

const areSpans = (label: Label | undefined): label is Span[] => Array.isArray(label) && label.every((item) => typeof item === 'object');

const plainType = (type: string) => type.replace(/[\n\r\t]/g, ' ').replaceAll('|', '/');

/** Breaks become blanks one for one, so that offsets stay. */
function inLine(text: string, counts: Counts): string {
  const plain = text.replace(/[\n\r\t]/g, ' ');
  if (plain !== text) counts.breaks++;
  return plain;
}

function sentence(row: OutRow, column: string, label: string | undefined, counts: Counts): string {
  const text = inLine(row.text, counts);
  const own = row.labels[column];
  const spans = areSpans(own) ? own : [];
  const words = cutWords(text, allWords(text, row.words), spans, counts);
  const tokens = words.map(([start, end]) => text.slice(start, end));
  const name = label === undefined ? undefined : row.labels[label];
  const lines = typeof name === 'string' ? [`# label = ${inLine(name, counts)}`] : [];
  if (joinTokens(tokens).text !== text) lines.push(`# text = ${text}`);
  // Without the label it is unknown, which is not the same as no entity.
  for (const { label } of spans) if (label !== plainType(label)) counts.joined.add(label);
  const tags = areSpans(own) ? tagsOf(words, spans) : tokens.map(() => '_');
  return `${[...lines, ...tokens.map((token, i) => `${token}\t${tags[i]}`)].join('\n')}\n\n`;
}

/** The row's own words, and those of every stretch that they leave out. */
function allWords(text: string, own: Uint32Array = new Uint32Array()): [number, number][] {
  const words: [number, number][] = [];
  let at = 0;
  const fill = (end: number) => {
    const found = splitWords(text.slice(at, end));
    for (let i = 0; i < found.length; i += 2) words.push([at + found[i], at + found[i + 1]]);
  };
  for (let i = 0; i < own.length; i += 2) {
    fill(own[i]);
    words.push([own[i], own[i + 1]]);
    at = own[i + 1];
  }
  fill(text.length);
  return words;
}

/** Words that end where a span begins or ends; those of which nothing is seen are left out. */
function cutWords(text: string, words: [number, number][], spans: Span[], counts: Counts): [number, number][] {
  const inside = new Set<Span>();
  const cut = words.flatMap(([start, end]) => {
    const ends = [start, end];
    for (const span of spans) {
      for (const at of [span.start, span.end]) {
        if (at <= start || at >= end) continue;
        ends.push(at);
        inside.add(span);
      }
    }
    const sorted = [...new Set(ends)].sort((a, b) => a - b);
    return sorted.slice(1).map((to, i): [number, number] => [sorted[i], to]);
  });
  counts.cut += inside.size;
  return cut.filter(([start, end]) => !isBlank(text.slice(start, end)));
}

function tagsOf(words: [number, number][], spans: Span[]): string[] {
  return words.map(([start, end]) => {
    const span = spans.find((each) => each.start <= start && end <= each.end);
    return span ? `${span.start === start ? 'B' : 'I'}-${plainType(span.label)}` : 'O';
  });
}
