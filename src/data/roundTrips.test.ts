/**
 * Every format that is written is read back as it was: texts, labels, spans and splits of generated data sets. What a format cannot
 * hold is not generated for it. A new writer needs an entry here.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Label, type Labels, SPLITS, type Span } from './dataset';
import { decodeFiles } from './decodeFile';
import type { OutData, OutRow } from './formats/output';
import { FORMATS } from './formats/registry';
import type { LabelColumn } from './labelColumns';
import { readDataset } from './readDataset';
import { tidySpan } from './spans';

const RUNS = Number(process.env.ROUND_TRIPS ?? 60);

type Values = LabelColumn['values'];

interface Holds {
  /** Sets of columns that it can hold at once. */
  columns: Values[][];
  /** Whether spans may begin and end inside words. */
  anySpans?: boolean;
  /** Whether texts may have line breaks. */
  lines?: boolean;
  /** Whether a row may have no label in a column. */
  unknown?: boolean;
  /** What is said of every data set. */
  note?: RegExp;
  /** Names of the columns as the format has them. Default: as they were. */
  names?: Partial<Record<Values, string>>;
}

const EVERYTHING: Holds = {
  columns: [['names', 'lists', 'numbers', 'spans'], ['names'], ['spans'], ['lists'], ['numbers']],
  anySpans: true,
  lines: true,
  unknown: true,
};
const ONE_OF: Values[][] = [['spans'], ['names'], ['lists']];
const HOLDS: Record<string, Holds[]> = {
  csv: [EVERYTHING],
  jsonl: [EVERYTHING],
  parquet: [{ ...EVERYTHING, note: /licence/ }],
  prodigy: [
    { columns: [...ONE_OF, ['spans', 'names']], anySpans: true, lines: true, names: { spans: 'spans', names: 'choice', lists: 'choice' } },
  ],
  doccano: [
    { columns: [['spans'], ['names']], anySpans: true, lines: true, names: { spans: 'label', names: 'label' } },
    { columns: [['spans', 'names']], anySpans: true, lines: true, names: { spans: 'entities', names: 'cats' } },
  ],
  labelstudio: [EVERYTHING],
  spacy: [
    { columns: [...ONE_OF, ['spans', 'names']], anySpans: true, lines: true, names: { spans: 'entities', names: 'cats', lists: 'cats' } },
  ],
  gliner: [{ columns: [['spans']], names: { spans: 'entities' } }],
  conll: [{ note: /no column names/, columns: [['spans'], ['spans', 'names']], names: { spans: 'entities', names: 'class' } }],
};

/** Words in many scripts: emoji, right to left, decomposed accents, Chinese, marks. */
const WORDS = [
  'Mira',
  'Olden',
  '🎉🎉',
  '👩‍🚀',
  'سافرت',
  'القاهرة',
  'Rene\u0301',
  'Zoë',
  '东京',
  'มีนา',
  "it's",
  '"go"',
  '=1+1',
  '-5',
  'a,b',
  'x;y',
  '#',
  '\\n',
  '[x]',
  'O',
  '3',
];
const NAMES = ['pos', 'neg', '__proto__', 'constructor', 'Größe', 'two words', 'ملف', '🎉', '=x', 'a/b'];
const TYPES = ['PER', 'LOC', 'geo-loc', '__proto__', 'toString', 'Größe'];

const pick = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** Texts of words between blanks; every one is another. */
function textOf(lines: boolean): fc.Arbitrary<string> {
  const gap = lines ? fc.oneof({ weight: 8, arbitrary: fc.constant(' ') }, { weight: 1, arbitrary: fc.constant('\n') }) : fc.constant(' ');
  return fc
    .array(fc.tuple(pick(WORDS), gap), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.map(([word, blank], i) => (i === parts.length - 1 ? word : word + blank)).join(''));
}

/** Places of the words of a text, or of any characters. */
function spansOf(text: string, inside: boolean): fc.Arbitrary<Span[]> {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => [index, index + word.length]);
  const place = inside
    ? fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 10 })).map(([at, length]) => [at, Math.min(text.length, at + length)])
    : fc.tuple(fc.nat(words.length - 1), fc.nat(2)).map(([at, more]) => [words[at][0], words[Math.min(words.length - 1, at + more)][1]]);
  return fc.array(fc.tuple(place, pick(TYPES)), { maxLength: 3 }).map((found) => {
    const spans: Span[] = [];
    for (const [[start, end], label] of found.sort((a, b) => a[0][0] - b[0][0])) {
      const whole = !splitsPair(text, start) && !splitsPair(text, end);
      const span = whole ? tidySpan(text, { start, end, label }) : undefined;
      if (span && span.start >= (spans.at(-1)?.end ?? 0) && span.end <= text.length) spans.push(span);
    }
    return spans;
  });
}

const splitsPair = (text: string, at: number) => /[\ud800-\udbff]/.test(text[at - 1] ?? '') && /[\udc00-\udfff]/.test(text[at] ?? '');

function labelOf(values: Values, text: string, { anySpans = false }: Holds): fc.Arbitrary<Label> {
  if (values === 'names') return pick(NAMES);
  if (values === 'lists') return fc.uniqueArray(pick(NAMES), { maxLength: 3 });
  if (values === 'numbers') return fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8 + 0.0625);
  return spansOf(text, anySpans);
}

function rowOf(columns: Values[], holds: Holds): fc.Arbitrary<OutRow> {
  return textOf(holds.lines === true).chain((text) =>
    fc
      .tuple(
        pick(SPLITS),
        ...columns.map((values) =>
          holds.unknown ? fc.option(labelOf(values, text, holds), { freq: 5, nil: undefined }) : labelOf(values, text, holds),
        ),
      )
      .map(([split, ...found]) => {
        const labels: Labels = Object.create(null);
        for (const [i, values] of columns.entries()) {
          const label = found[i] as Label | undefined;
          if (label !== undefined) labels[nameOf(values)] = label;
        }
        return { text, split, labels };
      }),
  );
}

const nameOf = (values: Values) => ({ names: 'topic', lists: 'topics', numbers: 'score', spans: 'entities', answers: 'answers' })[values];

/** Rows that settle what each column holds, and that every split is there; then any. */
function dataOf(holds: Holds): fc.Arbitrary<OutData> {
  return pick(holds.columns).chain((columns) =>
    fc.array(rowOf(columns, holds), { minLength: 1, maxLength: 12 }).map((rows) => {
      const settled = SPLITS.flatMap((split, i) =>
        ['pos', 'neg'].map((name): OutRow => {
          const text = `Mira flew to ${split} ${name}`;
          const some: Record<Values, Label> = {
            names: name,
            lists: ['pos', 'neg', name].slice(0, 2),
            numbers: i + (name === 'pos' ? 0.25 : 0.75),
            spans: [{ start: 0, end: 4, label: 'PER' }],
            answers: [],
          };
          const labels: Labels = Object.create(null);
          for (const values of columns) labels[nameOf(values)] = some[values];
          return { text, split, labels };
        }),
      );
      return {
        name: 'set',
        columns: columns.map((values) => ({ name: nameOf(values), values })),
        rows: [...settled, ...rows],
        predicted: false,
      };
    }),
  );
}

/** The names of a list are a set. */
const inOrder = (label: unknown) => (Array.isArray(label) && label.every((part) => typeof part === 'string') ? label.toSorted() : label);
const sorted = (rows: { split: string; text: string; labels: Record<string, unknown> }[]) =>
  rows
    .map((row) =>
      JSON.stringify([
        row.split,
        row.text,
        Object.entries(row.labels)
          .map(([name, label]) => [name, inOrder(label)])
          .sort(),
      ]),
    )
    .sort();

describe('written and read back', () => {
  for (const { name, writer } of FORMATS) {
    if (!writer) continue;
    it(name, { timeout: 120_000 }, async () => {
      const held = HOLDS[name] ?? [];
      expect(held, `the format ${name} needs an entry in HOLDS`).not.toEqual([]);
      for (const holds of held)
        await fc.assert(
          fc.asyncProperty(dataOf(holds), async (data) => {
            const notes: string[] = [];
            const files = await writer.write(data, (message) => notes.push(message));
            expect(notes.filter((note) => !holds.note?.test(note))).toEqual([]);
            const sources = await decodeFiles(files.map(({ path, parts }) => new File(parts, path)));
            const read = readDataset(sources, { validationShare: 0 });
            expect(read.format).toBe(name);
            const found = SPLITS.flatMap((split) => read[split].map(({ text, labels }) => ({ split, text, labels: { ...labels } })));
            const renamed = data.rows.map(({ split = '', text, labels }) => ({
              split,
              text,
              labels: Object.fromEntries(
                data.columns.flatMap(({ name: column, values }) =>
                  labels[column] === undefined ? [] : [[holds.names?.[values] ?? column, labels[column]]],
                ),
              ),
            }));
            expect(sorted(found)).toEqual(sorted(renamed));
          }),
          { numRuns: RUNS },
        );
    });
  }
});
