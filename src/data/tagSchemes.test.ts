/** Tags in every spelling and scheme to spans, and what is said of those that are none. */
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readDataset } from './readDataset';
import { Records } from './records';
import { buildRows } from './rows';
import { settleTags } from './settleTags';
import { atOnce } from './steps';
import { notationsOf } from './tagNotations';

const WORDS = ['Mira', 'Olden', 'met', 'Ben', 'in', 'Porto'];

function read(rows: { tokens?: string[]; tags: (string | number)[]; text?: string }[], options: ReadOptions = {}) {
  const text = rows.map(({ tokens, ...row }) => JSON.stringify({ tokens: tokens ?? WORDS.slice(0, row.tags.length), ...row })).join('\n');
  const dataset = readDataset([{ name: 'a.jsonl', text }], { validationShare: 0, ...options });
  const spans = dataset.train.map(({ text, labels }) =>
    (Array.isArray(labels.tags) ? labels.tags : []).map((span) =>
      typeof span === 'object' ? `${text.slice(span.start, span.end)}=${span.label}` : span,
    ),
  );
  // What is said of the data set as a whole has no line.
  const problems = dataset.problems.filter(({ line }) => line !== undefined);
  return {
    ...dataset,
    spans,
    problems,
    messages: problems
      .filter(({ message }) => !message.includes('but the label differs'))
      .map(({ line, message }) => `${line}: ${message}`),
  };
}

/** Tags separated by blanks, one string per row. */
const readTags = (...rows: string[]) => read(rows.map((tags) => ({ tags: tags.split(' ') })));
const BOTH = ['Mira Olden=PER', 'Porto=LOC'];

describe('the spelling of tags', () => {
  it.each([
    ['IOB2', 'B-PER I-PER O O O B-LOC'],
    ['IOB1', 'I-PER I-PER O O O I-LOC'],
    ['BIOES', 'B-PER E-PER O O O S-LOC'],
    ['BIOES', 'B-PER L-PER O O O U-LOC'],
    ['BIOES', 'B-PER E-PER O O O W-LOC'],
    ['IOB2', 'PER-B PER-I O O O LOC-B'],
    ['IOB2', 'PER_B PER_I O O O LOC_B'],
    ['IOB2', 'B_PER I_PER O O O B_LOC'],
    ['IOB2', 'B:PER I:PER O O O B:LOC'],
    ['IO', 'PER PER O O O LOC'],
  ])('%s: %s', (scheme, tags) => {
    const dataset = readTags(tags);
    expect(dataset.spans).toEqual([BOTH]);
    expect(dataset.scheme).toBe(scheme);
  });

  it('in lower case; types keep theirs, and may have hyphens', () => {
    expect(readTags('b-per i-per o').spans).toEqual([['Mira Olden=per']]);
    expect(readTags('B-geo-loc I-geo-loc O').spans).toEqual([['Mira Olden=geo-loc']]);
    expect(readTags('B-person-actor I-person-actor O', 'B-b-x O O').spans).toEqual([['Mira Olden=person-actor'], ['Mira=b-x']]);
  });

  it('middle letters of BMES', () => {
    expect(readTags('B-PER M-PER E-PER S-PER').spans).toEqual([['Mira Olden met=PER', 'Ben=PER']]);
  });

  it('without types there is one, and it is said', () => {
    const { spans, messages } = readTags('B I O B', 'O O');
    expect(spans).toEqual([['Mira Olden=ENTITY', 'Ben=ENTITY'], []]);
    expect(messages).toContain('1: tags: the tags have no types; all entities are called ENTITY');
  });

  it('without B and I neighbours are one entity, and it is said once', () => {
    const { messages } = readTags('PER PER O', 'O LOC O');
    expect(messages).toEqual([
      '1: tags: the tags do not say where an entity begins; neighbouring words of one type are read as one entity',
    ]);
  });

  it('where the letter may be a part of the type, a person can say so', () => {
    const rows = [{ tags: ['PLAN-B', 'O', 'O'] }];
    const { questions, spans } = read(rows);
    expect(spans).toEqual([['Mira=PLAN']]);
    expect(questions).toMatchObject([{ id: 'notation of tags', open: false }]);
    expect(read(rows, { answers: { 'notation of tags': 'types' } }).spans).toEqual([['Mira=PLAN-B']]);
  });

  it('is judged over the whole data set', () => {
    // The first row alone could be of either scheme.
    expect(readTags('B-PER I-PER O', 'S-LOC O O').scheme).toBe('BIOES');
    expect(notationsOf(['O', 'B_PER', 'PER-X', 'LOC']).map(({ name }) => name)).toEqual(['types']);
    expect(notationsOf(['NN', 'VB'])).toEqual([]);
  });
});

describe('tags that are none', () => {
  it('cost their own row, and each is named once with its count', () => {
    const { train, messages } = readTags('B-PER O', 'X-PER O', 'O X-PER', 'I-a|B-b O');
    expect(train.filter(({ labels }) => labels.tags)).toHaveLength(1);
    expect(messages).toEqual([
      '2: "X-PER" is not a known tag (O, B-X, I-X, E-X, S-X); the tags of 2 rows are left out',
      '4: "I-a|B-b" joins several tags, but a word can have only one; the row’s tags are left out',
    ]);
  });

  it('parts of speech are no entities, which is said once', () => {
    const { train, messages } = readTags('NNP VBD .', 'NNP IN');
    expect(train.map(({ labels }) => labels)).toEqual([{}, {}]);
    expect(messages).toEqual(['1: tags: no tag ("NNP", "VBD", ".", …) is O, or B or I with a type; the tags of 2 rows are left out']);
  });

  it('nor are the tags of a whole sentence in one', () => {
    expect(read([{ tokens: ['a b', 'c'], tags: ['B-X O', 'O'] }, { tags: ['B-X'] }]).messages[0]).toMatch('1: "B-X O" is not a known tag');
  });

  it('hundreds of them are counted together', () => {
    const { messages } = readTags('B-PER O', ...Array.from({ length: 100 }, (_, i) => `?${i} O`));
    expect(messages).toHaveLength(21);
    expect(messages[20]).toBe('22: 80 more tags are not known; the tags of 80 rows are left out');
  });

  it('stray letters are counted in every scheme that has beginnings', () => {
    expect(readTags('B-PER O I-PER').messages.join()).toMatch('1 I- tag in 1 row continues no entity');
    expect(readTags('B-PER E-PER I-PER').messages.join()).toMatch('1 I- tag in 1 row continues no entity');
    expect(readTags('I-PER O I-PER').messages).toEqual([]);
  });
});

describe('tags that are numbers', () => {
  const rows = [{ tags: [1, 0, 0] }, { tags: [0, 5] }];

  it('are said once, and their names asked for; rows keep their text', () => {
    const { train, questions, problems } = read(rows);
    expect(train).toEqual([
      { text: 'Mira Olden met', labels: {} },
      { text: 'Mira Olden', labels: {} },
    ]);
    expect(questions).toMatchObject([{ id: 'names of tags', names: true, open: true, options: [], answer: '' }]);
    expect(problems.map(({ message }) => message)).toEqual([
      'tags: the tags are numbers whose names are not in the file; 2 rows have no tags until the names are given',
    ]);
  });

  it('have the names that the file gives', () => {
    const table = {
      columns: ['tokens', 'tags'],
      records: [
        {
          line: 1,
          values: [
            ['Mira', 'met'],
            [1, 0],
          ],
        },
      ],
      names: { tags: ['O', 'B-PER'] },
    };
    const records = new Records([{ file: 'a', table }]);
    const never = () => {
      throw new Error('nothing is to be said or asked');
    };
    const rows = atOnce(buildRows(records, { tokens: 'tokens', tags: 'tags' }, never));
    atOnce(settleTags(rows, 'tags', never, never, records.names.get('tags')));
    expect(rows[0].labels.tags).toEqual([{ start: 0, end: 4, label: 'PER' }]);
  });

  it('have the names that are given; a number without one is named', () => {
    const names = 'O, B-PER, I-PER, B-ORG, I-ORG, B-LOC';
    expect(read(rows, { answers: { 'names of tags': names } }).spans).toEqual([['Mira=PER'], ['Olden=LOC']]);
    expect(read(rows, { answers: { 'names of tags': 'O, B-PER' } }).messages).toEqual([
      '2: "5" is not a known tag (O, B-X, I-X, E-X, S-X); the row’s tags are left out',
    ]);
  });
});

describe('words and the text', () => {
  it('words are found in the text that is given', () => {
    const { train, spans, problems } = read([
      { text: '🎉🎉 Mira flew!', tokens: ['🎉', '🎉', 'Mira', 'flew', '!'], tags: ['O', 'O', 'B-PER', 'O', 'O'] },
    ]);
    expect([train[0].text, spans[0], problems]).toEqual(['🎉🎉 Mira flew!', ['Mira=PER'], []]);
    expect([...(train[0].words ?? [])]).toEqual([0, 2, 2, 4, 5, 9, 10, 14, 14, 15]);
  });

  it('blank tokens are left out with one remark, and entities go over them', () => {
    const { train, spans, messages } = read([
      { tokens: ['Mira', ' ', 'Olden', '\u200b', 'met'], tags: ['B-PER', 'I-PER', 'I-PER', 'O', 'O'] },
      { tokens: ['Mira', ' ', 'Olden'], tags: ['B-PER', 'B-PER', 'I-PER'] },
      { tokens: ['Mira', ' ', 'Olden'], tags: ['B-PER', 'S-LOC', 'O'] },
    ]);
    expect(train.map(({ text }) => text)).toEqual(['Mira Olden met', 'Mira Olden', 'Mira Olden']);
    expect(spans).toEqual([['Mira Olden=PER'], ['Mira=PER', 'Olden=PER'], ['Mira=PER']]);
    expect([...(train[0].words ?? [])]).toEqual([0, 4, 5, 10, 11, 14]);
    expect(messages).toEqual(['1: 4 blank tokens are left out']);
  });
});
