/** What offsets count, found out by what they cover. */
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readDataset } from './readDataset';

const TEXT = '🎉🎉 Mira Olden flew to Porto.';
interface Raw {
  start: number;
  end: number;
  label: string;
  text?: string;
}

function read(rows: { text: string; spans: Raw[] }[], options: ReadOptions = {}) {
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  const dataset = readDataset([{ name: 'a.jsonl', text }], { validationShare: 0, ...options });
  const covered = dataset.train.map((row) =>
    ((row.labels.spans ?? []) as Raw[]).map(({ start, end, label }) => `${row.text.slice(start, end)}=${label}`),
  );
  const messages = dataset.problems.filter(({ line }) => line !== undefined).map(({ line, message }) => `${line}: ${message}`);
  return { covered, messages, questions: dataset.questions };
}

const span = (start: number, end: number, label: string, text?: string): Raw => ({
  start,
  end,
  label,
  ...(text === undefined ? {} : { text }),
});
const RIGHT = [['Mira Olden=PER', 'Porto=LOC']];

describe('units', () => {
  it.each<[string, Raw[], string]>([
    ['code points', [span(3, 13, 'PER'), span(22, 27, 'LOC')], 'codePoints'],
    ['UTF-16 units', [span(5, 15, 'PER'), span(24, 29, 'LOC')], 'utf16'],
  ])('%s, by where words begin and end', (_, spans, answer) => {
    const { covered, questions } = read([{ text: TEXT, spans }]);
    expect(covered).toEqual(RIGHT);
    expect(questions).toMatchObject([{ id: 'offsets', answer, open: false }]);
  });

  it('by the texts of the spans, where these are given', () => {
    // Inside words, where borders say nothing.
    expect(read([{ text: '🎉🎉 10mg', spans: [span(3, 5, 'DOSE', '10'), span(5, 7, 'UNIT', 'mg')] }]).covered).toEqual([
      ['10=DOSE', 'mg=UNIT'],
    ]);
    expect(read([{ text: '🎉🎉 10mg', spans: [span(5, 7, 'DOSE', '10'), span(7, 9, 'UNIT', 'mg')] }]).covered).toEqual([
      ['10=DOSE', 'mg=UNIT'],
    ]);
  });

  it('are asked where nothing tells, and can be answered otherwise', () => {
    const row = { text: '🎉 มีนาไป', spans: [span(2, 6, 'PER')] };
    expect(read([row]).questions).toMatchObject([{ id: 'offsets', answer: 'codePoints', open: true }]);
    expect(read([row]).covered).toEqual([['มีนา=PER']]);
    expect(read([row], { answers: { offsets: 'utf16' } }).covered).toEqual([['มีน=PER']]);
  });

  it('are found out by spans behind rare characters, however late in the file these come', () => {
    const plain = Array.from({ length: 2100 }, (_, i) => ({ text: `Mira flew ${i}`, spans: [span(0, 4, 'PER')] }));
    const { covered, questions } = read([...plain, { text: TEXT, spans: [span(3, 13, 'PER'), span(22, 27, 'LOC')] }]);
    expect(covered.find((spans) => spans.length === 2)).toEqual(RIGHT[0]);
    expect(questions).toMatchObject([{ id: 'offsets', answer: 'codePoints' }]);
  });

  it('are no question without rare characters before a span', () => {
    expect(read([{ text: 'Mira flew 🎉', spans: [span(0, 4, 'PER')] }]).questions).toEqual([]);
  });
});

describe('ends', () => {
  it('may be the last characters: three whole words say so, and it is asked', () => {
    const rows = ['Mira flew', 'Olden slept', 'Porto rained'].map((text) => ({ text, spans: [span(0, text.indexOf(' ') - 1, 'X')] }));
    const { covered, questions } = read(rows);
    expect(covered).toEqual([['Mira=X'], ['Olden=X'], ['Porto=X']]);
    expect(questions).toMatchObject([{ id: 'ends of spans', answer: 'inclusive', open: true }]);
    expect(read(rows.slice(0, 2)).covered).toEqual([['Mir=X'], ['Olde=X']]);
    expect(read(rows.slice(0, 2)).questions).toEqual([]);
  });

  it('of parts of words stay as they are', () => {
    const rows = [1, 2, 3].map((n) => ({ text: `${n}5mg now`, spans: [span(0, 2, 'DOSE'), span(2, 4, 'UNIT')] }));
    expect(read(rows).covered[0]).toEqual(['15=DOSE', 'mg=UNIT']);
  });
});

describe('a span whose text is not what stands there', () => {
  it('is found where that stands once, and said', () => {
    const { covered, messages } = read([{ text: 'Yesterday Mira flew', spans: [span(0, 4, 'PER', 'Mira'), span(15, 19, 'ACT', 'flew')] }]);
    expect(covered).toEqual([['Mira=PER', 'flew=ACT']]);
    expect(messages).toEqual([
      '1: the span 0–4 (PER) is "Mira" in the file, but the text has "Yest" there; it is moved to 10, the only place that has this text',
    ]);
  });

  it('is left out where that stands twice or nowhere, by itself', () => {
    const { covered, messages } = read([
      { text: 'Mira saw Mira fly', spans: [span(5, 9, 'PER', 'Mira'), span(5, 8, 'ACT', 'saw')] },
      { text: 'Mira saw Mira fly', spans: [span(0, 4, 'PER', 'Olden'), span(5, 8, 'ACT', 'saw')] },
    ]);
    expect(covered).toEqual([['saw=ACT'], ['saw=ACT']]);
    expect(messages).toEqual([
      '1: the span 5–9 (PER) is "Mira" in the file, but the text has "saw " there; it is left out',
      '2: the span 0–4 (PER) is "Olden" in the file, but the text has "Mira" there; it is left out',
    ]);
  });

  it('may differ in case and blanks, as tools lower-case what they show', () => {
    expect(read([{ text: 'Mira Olden flew', spans: [span(0, 10, 'PER', 'mira olden')] }]).messages).toEqual([]);
  });
});

describe('line ends of two characters', () => {
  const text = '🎉 Rain fell.\r\nMira Olden flew\r\nto Porto.';

  it('count once where the spans say so, and a person may say otherwise', () => {
    const spans = [span(13, 23, 'PER'), span(32, 37, 'LOC')];
    const { covered, questions } = read([{ text, spans }]);
    expect(covered).toEqual(RIGHT);
    expect(questions).toMatchObject([
      { id: 'line ends', answer: 'once', open: true },
      { id: 'offsets', answer: 'codePoints' },
    ]);
    expect(read([{ text, spans }], { answers: { 'line ends': 'twice' } }).covered).not.toEqual(RIGHT);
    expect(read([{ text, spans: spans.map((raw, i) => ({ ...raw, text: ['Mira Olden', 'Porto'][i] })) }]).questions).toMatchObject([
      { id: 'line ends', open: false },
      { id: 'offsets' },
    ]);
  });

  it('count twice where the spans stand so, and nothing is asked', () => {
    const { covered, questions } = read([{ text, spans: [span(14, 24, 'PER'), span(34, 39, 'LOC')] }]);
    expect(covered).toEqual(RIGHT);
    expect(questions.map(({ id }) => id)).toEqual(['offsets']);
  });
});
