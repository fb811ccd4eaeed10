/** doccano's exports, read and written. */
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../readDataset';
import { again, labelsOf, lines, outOf, read, said, spansOf, textOf } from '../shared/toolTesting';

const EMOJI = '🎉🎉 Mira Olden flew to Porto.';
const entity = (start_offset: number, end_offset: number, label: string | number) => ({
  id: start_offset,
  label,
  start_offset,
  end_offset,
});

describe('doccano: its list of labels', () => {
  const config = {
    name: 'label_config.json',
    text: JSON.stringify([7, 8].map((id) => ({ id, text: `kind ${id}`, suffix_key: 'k', background_color: '#fff' }))),
  };

  it('names the numbers of early exports', () => {
    const text = lines([{ id: 1, text: EMOJI, annotations: [entity(3, 13, 7), entity(22, 27, 8)].map((own) => ({ ...own, user: 1 })) }]);
    const data = readDataset([config, { name: 'all.jsonl', text }].reverse(), { validationShare: 0 });
    expect(data.format).toBe('doccano');
    expect(spansOf(data, 'annotations')).toEqual([[EMOJI, 'Mira Olden/kind 7', 'Porto/kind 8']]);
    expect(data.questions.filter(({ open }) => open)).toEqual([]);
  });

  it('holds no texts of its own', () => {
    expect(() => readDataset([config])).toThrow(/list of labels, without texts/);
  });
});

describe('doccano: spans', () => {
  it.each(['label', 'labels'])('lists of [start, end, name] under "%s" count code points', (name) => {
    const data = read(
      'all.jsonl',
      lines([
        {
          id: 1,
          text: EMOJI,
          [name]: [
            [3, 13, 'PER'],
            [22, 27, 'LOC'],
          ],
          meta: {},
          city: 'Porto',
          split: 'train',
          Comments: [],
        },
      ]),
    );
    expect(data.format).toBe('doccano');
    expect(spansOf(data, name)).toEqual([[EMOJI, 'Mira Olden/PER', 'Porto/LOC']]);
    expect(said(data)).toEqual(['city: not part of doccano, so not read as labels unless you choose them']);
    expect(data.roles.split).toBe('split');
    expect(
      labelsOf(
        read('b.jsonl', lines([{ text: EMOJI, [name]: [[3, 13, 'PER']], topic: 'travel' }]), { roles: { labels: ['topic'] } }),
        'topic',
      ),
    ).toEqual({ [EMOJI]: 'travel' });
  });

  it('entities with relations; the relations are not read', () => {
    const relations = [{ id: 0, from_id: 3, to_id: 22, type: 'flewTo' }];
    const data = read('a.jsonl', lines([{ id: 1, text: EMOJI, entities: [entity(3, 13, 'PER')], relations, Comments: [] }]));
    expect(spansOf(data, 'entities')).toEqual([[EMOJI, 'Mira Olden/PER']]);
    expect(said(data)).toEqual(['1 relation (flewTo) is not read']);
  });

  it('annotations of early versions: numbers get their names from a person', () => {
    const annotations = [
      { ...entity(3, 13, 7), user: 1 },
      { ...entity(22, 27, 2), user: 2 },
    ];
    const text = lines([{ id: 1, text: EMOJI, annotations, meta: {} }]);
    const data = read('a.json', text);
    expect(spansOf(data, 'annotations')).toEqual([[EMOJI, 'Mira Olden/7', 'Porto/2']]);
    expect(data.questions[0]).toMatchObject({ id: 'names of annotations', names: true, open: true });
    expect(said(data)).toEqual(['1 text was labelled by several people; their labels are combined']);
    const answered = read('a.json', text, { answers: { 'names of annotations': 'LOC, PER' } });
    expect(spansOf(answered, 'annotations')).toEqual([[EMOJI, 'Mira Olden/PER', 'Porto/LOC']]);
  });

  it('whether texts without entities were looked at is asked', () => {
    const text = lines([
      { id: 1, text: 'Mira flew', label: [[0, 4, 'PER']] },
      { id: 2, text: 'Rain', label: [] },
    ]);
    const data = read('a.jsonl', text);
    expect(data.train[1].labels.label).toEqual([]);
    expect(data.questions).toMatchObject([{ id: 'no label', answer: 'none', open: true }]);
    expect(read('a.jsonl', text, { answers: { 'no label': 'unknown' } }).train[1].labels).toEqual({});
  });

  it('classes and spans of intents', () => {
    const data = read(
      'a.jsonl',
      lines([
        { id: 1, text: EMOJI, cats: ['travel'], entities: [[22, 27, 'LOC']] },
        { id: 2, text: 'Rain', cats: ['weather'] },
      ]),
    );
    expect(data.format).toBe('doccano');
    expect(labelsOf(data, 'cats')).toEqual({ [EMOJI]: 'travel', Rain: 'weather' });
    expect(spansOf(data, 'entities')).toEqual([[EMOJI, 'Porto/LOC'], ['Rain']]);
    expect(data.train[1].labels.entities).toBeUndefined();
  });
});

describe('doccano: classes', () => {
  const rows = [
    { id: 0, text: 'good', label: ['pos'] },
    { id: 1, text: 'bad', label: ['neg'] },
    { id: 2, text: 'mixed', label: ['pos', 'neg'] },
    { id: 3, text: 'eh', label: [] },
  ];

  it('a class per text is a name, and an empty list is not known', () => {
    const data = read('a.jsonl', lines([...rows.slice(0, 2), rows[3]]));
    expect(data.columns).toMatchObject([{ name: 'label', values: 'names', count: 2 }]);
    expect(labelsOf(data, 'label')).toEqual({ good: 'pos', bad: 'neg', eh: undefined });
    expect(said(data)).toEqual([expect.stringMatching(/^1 text has an empty list of label/)]);
    expect(data.questions).toEqual([]);
  });

  it('several classes are named by line, and asked for', () => {
    const data = read('a.jsonl', lines(rows));
    expect(labelsOf(data, 'label')).toEqual({ good: ['pos'], bad: ['neg'], mixed: ['pos', 'neg'], eh: undefined });
    expect(said(data)).toContainEqual(expect.stringMatching(/^3: label: this row has the labels "pos", "neg"/));
    expect(data.questions).toMatchObject([{ id: 'several in label', answer: 'several', open: true }]);
    const one = read('a.jsonl', lines(rows), { answers: { 'several in label': 'one' } });
    expect(labelsOf(one, 'label')).toEqual({ good: 'pos', bad: 'neg', mixed: undefined, eh: undefined });
  });

  it('annotations of early versions; one name without a list', () => {
    const old = read('a.json', lines([{ id: 1, text: 'good', annotations: [{ label: 4, user: 1 }], annotation_approver: null }]));
    expect(labelsOf(old, 'annotations')).toEqual({ good: '4' });
    const plain = [
      { text: 'good', label: 'pos', Comments: [] },
      { text: 'bad', label: 'neg', Comments: [] },
    ];
    expect(read('a.jsonl', lines(plain)).columns).toMatchObject([{ name: 'label', values: 'names' }]);
  });

  it('sentences under "label" are no classes, unless a person says so', () => {
    const pairs = lines([
      { id: 1, text: 'Rain fell.', label: ['Il pleuvait sur la ville.'] },
      { id: 2, text: 'Mira flew.', label: ['Mira a pris un avion.'] },
    ]);
    const data = read('a.jsonl', pairs);
    expect(data.columns).toEqual([]);
    expect(said(data)).toContain('label holds sentences rather than classes; the column is left out');
    expect(read('a.jsonl', pairs, { answers: { 'sentences in label': 'classes' } }).columns).toMatchObject([
      { name: 'label', values: 'names' },
    ]);
  });
});

it('CSV: classes joined by "#"', () => {
  const text = 'id,text,label,Comments\n1,good,pos,\n2,mixed,neg#pos,\n3,eh,,\n4,bad,neg,\n';
  const data = read('all.csv', text);
  expect(data.format).toBe('doccano');
  expect(labelsOf(data, 'label')).toEqual({ good: ['pos'], mixed: ['neg', 'pos'], eh: undefined, bad: ['neg'] });
  expect(data.questions.slice(0, 2)).toMatchObject([
    { id: '# in label', answer: 'between' },
    { id: 'several in label', answer: 'several' },
  ]);
  const other = read('all.csv', 'id,text,label,Comments\n1,one,C#,\n2,two,Java,\n3,three,C#,\n');
  expect(labelsOf(other, 'label')).toEqual({ one: 'C#', two: 'Java', three: 'C#' });
});

it('lists of classes elsewhere are not doccano’s', () => {
  expect(
    read(
      'a.jsonl',
      lines([
        { text: 'a', labels: ['x', 'y'] },
        { text: 'b', labels: ['x'] },
      ]),
    ).format,
  ).toBe('jsonl');
  expect(read('a.jsonl', lines([{ tokens: ['a', 'b'], labels: ['O', 'B-X'] }])).format).toBe('jsonl');
});

describe('doccano: written', () => {
  const spans = [
    { start: 5, end: 15, label: 'PER' },
    { start: 24, end: 29, label: '__proto__' },
  ];

  it('spans count code points, and come back', () => {
    const { files, messages } = outOf('doccano', [
      { text: EMOJI, split: 'train', labels: { entities: spans } },
      { text: 'Rain', split: 'validation', labels: { entities: [] } },
      { text: 'Unknown', split: 'validation', labels: {} },
    ]);
    expect(messages).toEqual([]);
    expect(textOf(files[0])).toBe(`{"id":1,"text":"${EMOJI}","label":[[3,13,"PER"],[22,27,"__proto__"]]}\n`);
    const back = again(files);
    expect(back.train).toEqual([{ text: EMOJI, labels: { label: spans } }]);
    expect(back.validation).toEqual([
      { text: 'Rain', labels: { label: [] } },
      { text: 'Unknown', labels: {} },
    ]);
  });

  it('classes, alone and beside spans', () => {
    const alone = outOf('doccano', [
      { text: 'a', labels: { topic: 'x' } },
      { text: 'b', labels: { topic: 'y' } },
      { text: 'c', labels: { grade: 1.5 } },
    ]);
    expect(alone.messages).toEqual(['grade: left out, with the labels of 1 row: doccano cannot hold numbers']);
    expect(labelsOf(again(alone.files), 'label')).toEqual({ a: 'x', b: 'y', c: undefined });
    const both = outOf('doccano', [
      { text: EMOJI, labels: { entities: spans, topic: ['x', 'y'] } },
      { text: 'b', labels: { topic: [] } },
    ]);
    expect(both.messages).toEqual(['1 row is known to have no class; doccano cannot tell it from rows that nobody has labelled']);
    const back = again(both.files);
    expect(back.train.map(({ labels }) => ({ ...labels }))).toEqual([{ entities: spans, cats: ['x', 'y'] }, {}]);
  });
});
