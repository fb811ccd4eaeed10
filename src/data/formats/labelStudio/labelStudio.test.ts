/** Label Studio's exports, read and written. */
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../readDataset';
import { again, labelsOf, outOf, read, said, spansOf, textOf } from '../shared/toolTesting';

const EMOJI = '🎉🎉 Mira Olden flew to Porto.';
const labels = (start: number, end: number, label: string, text?: string) => ({
  from_name: 'label',
  to_name: 'text',
  type: 'labels',
  value: { start, end, ...(text === undefined ? {} : { text }), labels: [label] },
});
const choices = (names: string[], from_name = 'topic') => ({ from_name, to_name: 'text', type: 'choices', value: { choices: names } });
const done = (result: object[], more: object = {}) => ({
  id: 1,
  result,
  was_cancelled: false,
  ground_truth: false,
  updated_at: '2024-05-01T10:00:00Z',
  ...more,
});
const task = (text: string, annotations: object[], more: object = {}) => ({
  id: 1,
  data: { text, ...more },
  annotations,
  predictions: [],
  drafts: [],
});
const readTasks = (tasks: object[], answers: Record<string, string> = {}) => read('project-1.json', JSON.stringify(tasks), { answers });

describe('Label Studio: JSON', () => {
  it('spans count code points; a task without annotations has no labels, one without results has no spans', () => {
    const tasks = [
      task(EMOJI, [done([labels(3, 13, 'PER', 'Mira Olden'), labels(22, 27, 'LOC', 'Porto')])]),
      task('Rain', [done([])]),
      task('Open', []),
      task('Skipped', [done([labels(0, 4, 'PER')], { was_cancelled: true })]),
    ];
    const data = readTasks(tasks);
    expect(data.format).toBe('labelstudio');
    expect(spansOf(data, 'label')).toEqual([[EMOJI, 'Mira Olden/PER', 'Porto/LOC'], ['Rain'], ['Open'], ['Skipped']]);
    expect(data.train.map(({ labels: own }) => own.label !== undefined)).toEqual([true, true, false, false]);
    expect(said(data)).toEqual(['1 task was skipped by its annotator and is kept without labels']);
  });

  it('addresses of pictures and sounds are not texts', () => {
    const media = { image: '/data/upload/29/a.png', audio: 'https://a.host/b.flac?x=1' };
    expect(() => readTasks([{ id: 1, data: media, annotations: [done([choices(['a'])])] }])).toThrow(
      /have no text, but perhaps the addresses/,
    );
    expect(readTasks([task('Rain falls', [done([choices(['a'])])], media)]).train[0].text).toBe('Rain falls');
  });

  it('an id is not the likely text', () => {
    const data = readTasks([
      { id: 1, data: { _row_id: 'WORK000058000_c7bb9c90f3eb', name: 'Rain', other_name: 'Snow falls' }, annotations: [done([])] },
    ]);
    expect(data.questions.find(({ id }) => id === 'text')).toMatchObject({ answer: 'other_name', open: true });
  });

  it('early versions: completions, whose offsets count UTF-16 units', () => {
    const completions = [{ created_at: 1609789589, result: [labels(5, 15, 'PER')] }];
    expect(spansOf(readTasks([{ id: 1, data: { text: EMOJI }, completions }]), 'label')).toEqual([[EMOJI, 'Mira Olden/PER']]);
  });

  it('of several annotations the ground truth is read, or else the latest', () => {
    const early = done([choices(['a'])], { updated_at: '2024-01-01T00:00:00Z' });
    const late = done([choices(['b'])], { updated_at: '2024-02-01T00:00:00Z' });
    const data = readTasks([task('one', [late, early]), task('two', [{ ...early, ground_truth: true }, late])]);
    expect(labelsOf(data, 'topic')).toEqual({ one: 'b', two: 'a' });
    expect(said(data)).toContain('2 tasks have several annotations: the one marked as ground truth is read, or else the latest');
  });

  it('a column per control: classes, several classes, numbers, paths; the rest is named', () => {
    const other = (from_name: string, value: object) => ({ from_name, to_name: 'text', type: 'x', value });
    const result = (tags: string[], rating: number) => [
      choices([tags[0]]),
      choices(tags, 'tags'),
      other('stars', { rating }),
      other('tree', { taxonomy: [['A', 'B']] }),
      other('note', { text: ['fine'] }),
      { type: 'relation', from_id: 'x', to_id: 'y', direction: 'right' },
    ];
    const data = readTasks([task('one', [done(result(['x', 'y'], 4))]), task('two', [done(result(['x'], 2))])]);
    expect({ ...data.train[0].labels }).toEqual({ topic: 'x', tags: ['x', 'y'], stars: '4', tree: 'A/B' });
    expect({ ...data.train[1].labels }).toMatchObject({ tags: ['x'] });
    expect(said(data)).toEqual(
      expect.arrayContaining(['2 relations between spans are not read', 'note: such results are not labels of a text; they are left out']),
    );
  });

  it('nothing chosen where several may be is asked', () => {
    const tasks = [task('one', [done([choices(['x', 'y'])])]), task('two', [done([])])];
    const data = readTasks(tasks);
    expect(data.questions).toMatchObject([{ id: 'no topic', answer: 'unknown', open: true }]);
    expect(labelsOf(data, 'topic').two).toBeUndefined();
    expect(labelsOf(readTasks(tasks, { 'no topic': 'none' }), 'topic').two).toEqual([]);
  });

  it('the text is the field that the spans repeat, or it is asked', () => {
    const more = { title: 'A rather long title that says nothing of it at all', body: EMOJI };
    const spans = { ...task('x', [done([labels(3, 13, 'PER', 'Mira Olden')])]), data: more };
    expect(spansOf(readTasks([spans]), 'label')).toEqual([[EMOJI, 'Mira Olden/PER']]);
    const classes = readTasks([{ ...task('x', [done([choices(['x'])])]), data: more }]);
    expect(classes.questions).toMatchObject([{ id: 'text', open: true, options: [{ value: 'title' }, { value: 'body' }] }]);
  });

  it('spans of HTML are read where it has no markup', () => {
    const value = {
      start: '/text()[1]',
      end: '/text()[1]',
      startOffset: 0,
      endOffset: 4,
      globalOffsets: { start: 0, end: 4 },
      hypertextlabels: ['PER'],
      text: 'Mira',
    };
    const html = (text: string) => task(text, [done([{ from_name: 'label', to_name: 'text', type: 'hypertextlabels', value }])]);
    const data = readTasks([html('Mira flew'), html('<p>Mira</p> flew')]);
    expect(spansOf(data, 'label')).toEqual([['Mira flew', 'Mira/PER'], ['<p>Mira</p> flew']]);
    expect(data.train[1].labels.label).toBeUndefined();
    expect(said(data)[0]).toMatch(/^1 span counts characters of HTML/);
  });

  it('predictions are labels only where a person says so; a task with an annotation by itself', () => {
    const tasks = [
      { id: 1, data: { text: 'one' }, annotations: [], predictions: [{ model_version: 'm', score: 0.5, result: [choices(['x'])] }] },
    ];
    expect(labelsOf(readTasks(tasks), 'topic')).toEqual({ one: undefined });
    expect(labelsOf(readTasks(tasks, { predictions: 'labels' }), 'topic')).toEqual({ one: 'x' });
    expect(labelsOf(readTasks([{ ...done([choices(['x'])]), task: { id: 1, data: { text: 'one' } } }]), 'topic')).toEqual({ one: 'x' });
  });

  it('tasks about pictures are refused', () => {
    expect(() => readTasks([{ id: 1, data: { size: 3 }, annotations: [done([choices(['x'])])] }])).toThrow(/have no text/);
  });
});

describe('Label Studio: JSON-MIN and CSV', () => {
  const books = { annotator: 1, annotation_id: 5, created_at: '2024-05-01T09:00:00Z', updated_at: '2024-05-01T09:00:00Z', lead_time: 4.1 };
  const span = [{ start: 3, end: 13, text: 'Mira Olden', labels: ['PER'] }];

  it('spans, a class, several classes, numbers; what came with the text is no label', () => {
    const record = (text: string, tags: unknown, more: object = {}) => ({
      text,
      source: 'web',
      id: text,
      label: span,
      topic: 'travel',
      tags,
      stars: [{ rating: 4 }],
      ...books,
      ...more,
    });
    const data = readTasks([record(EMOJI, { choices: ['x', 'y'] }), { text: 'Open', source: 'web', id: 9, ...books, annotation_id: null }]);
    expect(data.columns.map(({ name, values }) => [name, values])).toEqual([
      ['label', 'spans'],
      ['topic', 'names'],
      ['tags', 'lists'],
      ['stars', 'names'],
    ]);
    expect(spansOf(data, 'label')).toEqual([[EMOJI, 'Mira Olden/PER'], ['Open']]);
    expect({ ...data.train[1].labels }).toEqual({});
  });

  it('several annotations of a task', () => {
    const record = (topic: string, updated_at: string) => ({ text: 'one', id: 1, topic, ...books, updated_at });
    const data = readTasks([record('late', '2024-06-01T00:00:00Z'), record('early', '2024-05-01T00:00:00Z')]);
    expect(labelsOf(data, 'topic')).toEqual({ one: 'late' });
    expect(said(data)).toContain('1 task has several annotations; the latest is read');
  });

  it('cells of tables, in the order of the tasks or sorted by their names', () => {
    const cell = JSON.stringify(span).replace(/"/g, '""');
    const inOrder = `text,id,label,topic,annotator,annotation_id,created_at,updated_at,lead_time\n${EMOJI},1,"${cell}",travel,1,5,2024,2024,4.1\n`;
    const data = read('a.csv', inOrder);
    expect(data.format).toBe('labelstudio');
    expect(data.columns.map(({ name }) => name)).toEqual(['label', 'topic']);
    expect(spansOf(data, 'label')).toEqual([[EMOJI, 'Mira Olden/PER']]);
    const sorted = `annotation_id,annotator,created_at,id,label,lead_time,text,topic,updated_at\n5,1,2024,1,"${cell}",4.1,${EMOJI},travel,2024\n`;
    const other = read('b.csv', sorted);
    expect(other.columns.map(({ name }) => name)).toEqual(['label', 'topic']);
    expect(said(other).join()).toMatch(/topic: the file does not show whether these are labels or came with the texts/);
  });
});

describe('Label Studio: written', () => {
  const spans = [
    { start: 5, end: 15, label: 'PER' },
    { start: 24, end: 29, label: 'a "b" & <c>' },
  ];

  it('tasks and an interface that come back with splits, and with what is not known', () => {
    const rows: Parameters<typeof outOf>[1] = [
      { text: EMOJI, split: 'train', labels: { entities: spans, topic: 'travel', tags: ['x', 'y'], grade: 1.5 } },
      { text: 'Rain', split: 'test', labels: { topic: '__proto__', tags: [] } },
      { text: 'Snow', split: 'validation', labels: { entities: [], grade: 2.25 } },
      { text: 'Open', split: 'train', labels: {} },
    ];
    const { files, messages } = outOf('labelstudio', rows);
    expect(messages).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual(['rows.json', 'config.xml']);
    expect(textOf(files[1])).toContain('<Label value="a &quot;b&quot; &amp; &lt;c&gt;"/>');
    expect(textOf(files[1])).toContain('<Choices name="tags" toName="text" choice="multiple">');
    const back = readDataset(files.map((file) => ({ name: file.path, text: textOf(file) })).reverse());
    expect(back.format).toBe('labelstudio');
    const plain = (examples: typeof back.train) => examples.map(({ text, labels: own }) => [text, { ...own }]);
    expect(plain(back.train)).toEqual([
      [EMOJI, rows[0].labels],
      ['Open', {}],
    ]);
    expect(plain(back.test)).toEqual([['Rain', rows[1].labels]]);
    expect(plain(back.validation)).toEqual([['Snow', rows[2].labels]]);
  });

  it('predictions have scores, and pairs their second text', () => {
    const { files } = outOf(
      'labelstudio',
      [
        { text: EMOJI, other: 'Who?', labels: { entities: spans }, scores: { entities: [0.9, 0.5] } },
        { text: 'Rain', other: 'What?', labels: { entities: [] }, scores: { entities: [] } },
      ],
      { predicted: true },
    );
    const [first] = JSON.parse(textOf(files[0])) as { predictions: object[] }[];
    expect(first.predictions[0]).toMatchObject({ model_version: 'Tandem', score: 0.5, result: [{ score: 0.9 }, { score: 0.5 }] });
    const back = again(files, { answers: { predictions: 'labels' } });
    expect(back.train.map(({ text, other }) => [text, other])).toEqual([
      [EMOJI, 'Who?'],
      ['Rain', 'What?'],
    ]);
    expect(spansOf(back, 'entities')[0]).toEqual([EMOJI, 'Mira Olden/PER', 'Porto/a "b" & <c>']);
  });
});
