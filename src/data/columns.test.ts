/** Which columns are labels, and of what kind. */
import { describe, expect, it } from 'vitest';
import type { Label } from './dataset';
import { describeDataset } from './describe';
import { type ReadOptions, readDataset } from './readDataset';

const read = (name: string, text: string, options: ReadOptions = {}) => readDataset([{ name, text }], { validationShare: 0, ...options });
const jsonl = (rows: object[], options?: ReadOptions) => read('a.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'), options);
/** A text per value, which stands in a column of this name. */
const column = (name: string, values: unknown[], extra: object = {}) =>
  jsonl(values.map((value, i) => ({ text: `sentence number ${i}`, ...extra, [name]: value })));
const kinds = ({ columns }: ReturnType<typeof read>) => columns.map(({ name, values }) => [name, values]);
const labels = (dataset: ReturnType<typeof read>, name: string): (Label | undefined)[] => dataset.train.map((row) => row.labels[name]);
const times = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i));
const warnings = ({ problems }: ReturnType<typeof read>) =>
  problems.map(({ message }) => message).filter((message) => !message.startsWith('there are no rows'));

describe('columns that are not read', () => {
  it('another text beside the one that is called so is named', () => {
    const dataset = column(
      'summary',
      times(6, (i) => `a long story about street ${i}, told once more in ${i} words`),
    );
    expect(warnings(dataset)).toEqual(['summary: it holds texts, but others are read; the column is left out']);
  });

  it('numbers are no texts, however long they are', () => {
    const table = times(12, (i) => `:-${i}\t0.${1000 + i * 7}`).join('\n');
    expect(read('a.tsv', table).roles.text).toBe('column 1');
  });
});

describe('a column of people', () => {
  it('who labelled a row is said, and is not a class', () => {
    const dataset = column(
      'annotation_approver',
      times(12, (i) => (i % 2 ? 'mira' : 'olden')),
    );
    expect(kinds(dataset)).toEqual([]);
    expect(warnings(dataset)).toEqual([
      'annotation_approver: it seems to say who labelled a row, not what the row is; the column is left out',
    ]);
    expect(
      kinds(
        column(
          'user',
          times(4, (i) => i % 2),
        ),
      ),
    ).toEqual([]);
    expect(
      kinds(
        column(
          'user',
          times(4, (i) => `u${i % 2}`),
          {},
        ),
      ),
    ).toEqual([]);
  });
});

describe('many columns of labels', () => {
  const rows = times(8, (i) => ({
    id: i,
    text: `Ada ${i}`,
    intent: i % 2 ? 'ask' : 'tell',
    mood: ['glad', 'sad', 'calm', 'glad'][i % 4],
    rating: i + 0.5,
    topics: i % 2 ? ['a', 'b'] : ['b'],
    entities: [{ start: 0, end: 3, label: 'PER' }],
  }));

  it('in JSON Lines', () => {
    const dataset = jsonl(rows);
    expect(dataset.columns).toEqual([
      { name: 'intent', values: 'names', count: 8, distinct: 2, pairs: false },
      { name: 'topics', values: 'lists', count: 8, distinct: 2, pairs: false },
      { name: 'mood', values: 'names', count: 8, distinct: 3, pairs: false },
      { name: 'rating', values: 'numbers', count: 8, distinct: 8, pairs: false },
      { name: 'entities', values: 'spans', count: 8, distinct: 1, pairs: false },
    ]);
    expect(dataset.roles).toEqual({ text: 'text', spans: 'entities', labels: ['intent', 'topics', 'mood', 'rating'] });
    expect(dataset.train[1]).toEqual({
      text: 'Ada 1',
      labels: { intent: 'ask', mood: 'sad', rating: 1.5, topics: ['a', 'b'], entities: [{ start: 0, end: 3, label: 'PER' }] },
    });
    expect(warnings(dataset)).toEqual([]);
  });

  it('in a table: the very same', () => {
    const quoted = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
    const lines = rows.map(({ id, text, intent, mood, rating, topics, entities }) =>
      [id, text, intent, mood, rating, quoted(topics), quoted(entities)].join(','),
    );
    const table = read('a.csv', ` id , text,intent,mood,rating,topics,entities\n${lines.join('\n')}`);
    expect(table.train).toEqual(jsonl(rows).train);
    expect(table.columns).toEqual(jsonl(rows).columns);
  });

  it('mean the same in every file, and in files whose columns stand in another order', () => {
    const train = `text,stars\n${times(40, (i) => `text ${i},${i % 5}`).join('\n')}`;
    const dataset = readDataset([
      { name: 'train.csv', text: train },
      { name: 'dev.csv', text: 'stars,text\n1,one\n2,two\n3,three\n4,four' },
    ]);
    expect(dataset.columns).toEqual([{ name: 'stars', values: 'names', count: 44, distinct: 5, pairs: false }]);
    expect(dataset.validation[0]).toEqual({ text: 'one', labels: { stars: '1' } });
  });

  it('as a person has them', () => {
    expect(kinds(jsonl(rows, { roles: { labels: ['mood'], spans: '' } }))).toEqual([['mood', 'names']]);
    expect(kinds(jsonl(rows, { roles: { labels: [] } }))).toEqual([['entities', 'spans']]);
  });
});

describe('what a column holds', () => {
  it('few whole numbers are classes; many, and those with decimals, are numbers', () => {
    expect(
      labels(
        column(
          'label',
          times(10, (i) => i % 3),
        ),
        'label',
      ).slice(0, 4),
    ).toEqual(['0', '1', '2', '0']);
    expect(
      labels(
        column(
          'label',
          times(10, (i) => String(i % 3)),
        ),
        'label',
      ).slice(0, 2),
    ).toEqual(['0', '1']);
    expect(
      labels(
        column(
          'label',
          times(60, (i) => i % 25),
        ),
        'label',
      ).slice(0, 2),
    ).toEqual([0, 1]);
    expect(
      labels(
        column(
          'label',
          times(10, (i) => `${i % 3}.5`),
        ),
        'label',
      ).slice(0, 2),
    ).toEqual([0.5, 1.5]);
    expect(
      labels(
        column(
          'label',
          times(10, (i) => i * 7),
        ),
        'label',
      ).slice(0, 2),
    ).toEqual([0, 7]);
  });

  it('a number that is missing or is not one', () => {
    const dataset = column('score', [...times(20, (i) => i / 8), null, ' ', 'nan', 'much']);
    expect(labels(dataset, 'score').slice(19)).toEqual([2.375, undefined, undefined, undefined, undefined]);
    expect(dataset.problems[0]).toMatchObject({
      severity: 'error',
      line: 24,
      message: 'score is "much" where a number is expected; it is left out',
    });
  });

  it('booleans are classes; objects are named with their lines and never become one', () => {
    expect(labels(column('label', [true, false, true]), 'label')).toEqual(['true', 'false', 'true']);
    const dataset = column('label', ['x', { name: 'y' }, 'x', [{ name: 'z' }], 'w']);
    expect(labels(dataset, 'label')).toEqual(['x', undefined, 'x', undefined, 'w']);
    expect(dataset.problems.slice(0, 2)).toMatchObject([
      { line: 2, message: 'label is {"name":"y"} where a name is expected; it is left out' },
      { line: 4, message: 'label is [{"name":"z"}] where a name is expected; it is left out' },
    ]);
  });

  it('lists of names, each once; an empty list is known, a missing one is not', () => {
    const dataset = column('label', [['pos'], ['neg'], ['pos', 'neg', 'pos'], [], null, 'pos']);
    expect(kinds(dataset)).toEqual([['label', 'lists']]);
    expect(labels(dataset, 'label')).toEqual([['pos'], ['neg'], ['pos', 'neg'], [], undefined, ['pos']]);
  });

  it('spans under any name', () => {
    const dataset = column('label', [[[0, 8, 'X']], [], [[9, 15, 'Y']]]);
    expect(kinds(dataset)).toEqual([['label', 'spans']]);
    expect(labels(dataset, 'label')).toEqual([[{ start: 0, end: 8, label: 'X' }], [], [{ start: 9, end: 15, label: 'Y' }]]);
  });

  it('strings under "entities" are a list', () => {
    expect(kinds(column('entities', [['a', 'b'], ['b'], ['a']]))).toEqual([['entities', 'lists']]);
  });

  it('a list beside tokens is their tags; another one of the same length is not a label', () => {
    const row = { tokens: ['Ada', 'codes'], ner_tags: ['B-PER', 'O'], pos_tags: ['NNP', 'VBZ'], labels: ['a', 'b', 'c'] };
    expect(kinds(jsonl([row, { ...row, labels: ['a'] }]))).toEqual([
      ['labels', 'lists'],
      ['ner_tags', 'spans'],
    ]);
  });

  it('tags that are too few are named, and the row is kept without them', () => {
    const dataset = read('a.csv', 'tokens,tags\nAda codes well,B-PER O\n');
    expect(dataset.train).toEqual([{ text: 'Ada codes well', labels: {} }]);
    expect(dataset.problems[0]).toMatchObject({ line: 2, message: 'the row has 3 tokens and 2 tags; the tags are left out' });
  });

  it('tokens that are objects are not words', () => {
    const row = { text: 'Ada codes', tokens: [{ text: 'Ada', start: 0, end: 3 }], spans: [{ start: 0, end: 3, label: 'PER' }] };
    expect(jsonl([row]).train).toEqual([{ text: 'Ada codes', labels: { spans: row.spans } }]);
  });
});

describe('groups of 0 and 1', () => {
  const toxic = 'id,comment_text,toxic,insult\n1,You are kind,0,0\n2,You are awful,1,1\n3,Nice day,0,0\n4,Go away fool,1,0\n';

  it('are one column with the names of those that are 1', () => {
    const dataset = read('toxic.csv', toxic);
    expect(dataset.roles).toEqual({ text: 'comment_text', labels: ['toxic', 'insult'] });
    expect(dataset.columns).toEqual([{ name: 'labels', values: 'lists', count: 4, distinct: 2, pairs: false }]);
    expect(labels(dataset, 'labels')).toEqual([[], ['toxic', 'insult'], [], ['toxic']]);
  });

  it('are called by their common prefix; a column that is always 0 belongs to them, one called "label" does not', () => {
    const rows = times(4, (i) => ({
      text: `sentence ${i}`,
      label: i % 2,
      is_a: i % 2 === 1,
      is_b: false,
      emotion_joy: true,
      emotion_fear: i > 1,
    }));
    const all = jsonl(rows.map(({ is_a, is_b, ...row }) => ({ ...row, emotion_anger: false })));
    expect(kinds(all)).toEqual([
      ['label', 'names'],
      ['emotion', 'lists'],
    ]);
    expect(labels(all, 'emotion')).toEqual([['joy'], ['joy'], ['joy', 'fear'], ['joy', 'fear']]);
    const flags = jsonl(rows.map(({ text, is_a, is_b }) => ({ text, is_a, is_b })));
    expect(labels(flags, 'labels')).toEqual([[], ['a'], [], ['a']]);
  });

  it('where one cell is unknown, the row’s label is; a single such column is a class', () => {
    const gap = read('a.csv', toxic.replace('kind,0,0', 'kind,,0'));
    expect(labels(gap, 'labels')[0]).toBeUndefined();
    expect(warnings(gap)[0]).toMatch(/^labels: 1 row lacks a 0 or 1 in some of the columns toxic, insult/);
    expect(labels(read('a.csv', toxic, { roles: { labels: ['toxic'] } }), 'toxic')).toEqual(['0', '1', '0', '1']);
  });
});

describe('columns that are left out', () => {
  it('say which row it is', () => {
    const extra = (i: number) => ({
      id: `a${i % 2}`,
      user_id: i % 2,
      pairID: i % 2,
      url: 'x.org',
      created_at: `${i % 2}`,
      index: i,
      offsets: 'utf16',
    });
    const dataset = jsonl(times(6, (i) => ({ text: `sentence number ${i}`, label: i % 2 ? 'x' : 'y', ...extra(i), rank: i })));
    expect(kinds(dataset)).toEqual([['label', 'names']]);
    expect(warnings(dataset)).toEqual([]);
  });

  it('one value only, or another one in every row: named with the reason', () => {
    const dataset = jsonl(
      times(12, (i) => ({ text: `sentence number ${i}`, label: `class ${i}`, source: 'web', author: `a${i}`, mood: `m${i % 8}` })),
    );
    expect(dataset.columns).toEqual([]);
    expect(warnings(dataset)).toEqual([
      'label: 12 different classes in 12 rows, none of them used twice; the column is left out',
      'source: it has only one value, "web"; the column is left out',
      'author: 12 different values in 12 rows, none of them used twice; the column is left out',
      'mood: 8 different values in 12 rows; the column is left out',
    ]);
  });

  it('numbers whose name does not say what they measure, unless there are two texts', () => {
    const rows = times(60, (i) => ({ words: (i * 7) % 50, text: `sentence number ${i}` }));
    expect(kinds(jsonl(rows))).toEqual([]);
    expect(warnings(jsonl(rows))).toEqual([
      'words: 50 different numbers in 60 rows, and its name does not call them a score; the column is left out',
    ]);
    expect(kinds(jsonl(rows.map(({ words, text }) => ({ similarity_score: words, text }))))).toEqual([['similarity_score', 'numbers']]);
    expect(kinds(jsonl(rows.map(({ words, text }) => ({ gold: words, text_a: text, text_b: text }))))).toEqual([['gold', 'numbers']]);
  });
});

it('a row with more cells than the table has columns is named', () => {
  const { problems } = read('a.csv', 'text,label\nI came, I saw,pos\nbad day,neg\n');
  expect(problems[0]).toMatchObject({
    severity: 'error',
    line: 2,
    message: expect.stringContaining('the row has 3 cells instead of 2'),
  });
});

it('"text" is the text even where a title stands before it', () => {
  expect(read('a.csv', 'title,text,label\nshort,a long body,x\nbrief,another body,y\n').roles).toEqual({ text: 'text', labels: ['label'] });
});

it('a summary counts labels per split, and measures numbers', () => {
  const rows = [
    { text: 'one two', label: 'x', score: 1.5, split: 'train' },
    { text: 'one two three', label: 'y', score: 4, split: 'train' },
    { text: 'one', label: 'x', score: 0.5, topics: ['p', 'q'], split: 'dev' },
    { text: 'two words', score: 2, topics: ['p'], split: 'test' },
  ];
  expect(describeDataset(jsonl(rows))).toEqual({
    rows: { train: 2, validation: 1, test: 1 },
    columns: [
      {
        name: 'label',
        values: 'names',
        labelled: { train: 2, validation: 1, test: 0 },
        names: { x: { train: 1, validation: 1, test: 0 }, y: { train: 1, validation: 0, test: 0 } },
      },
      {
        name: 'topics',
        values: 'lists',
        labelled: { train: 0, validation: 1, test: 1 },
        names: { p: { train: 0, validation: 1, test: 1 }, q: { train: 0, validation: 1, test: 0 } },
      },
      {
        name: 'score',
        values: 'numbers',
        labelled: { train: 2, validation: 1, test: 1 },
        names: {},
        numbers: { min: 0.5, median: 1.75, max: 4, mean: 2 },
      },
    ],
    words: { median: 2, longest: 3 },
  });
});
