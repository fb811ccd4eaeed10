/** Data sets from code: what was understood, answers to questions, and saving. */
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';

const { client, close } = connect(nodeHost());
afterAll(close);

const SPLIT = ['train', 'validation', 'test'] as const;
const all = async (dataset: Awaited<ReturnType<typeof loadDataset>>) =>
  (await Promise.all(SPLIT.map((split) => dataset.rows(split)))).map((rows) =>
    rows.map(({ text, labels }) => ({ text, labels: { ...labels } })),
  );

it('says what was understood, and takes answers to what was assumed', async () => {
  const text = 'id,title,story,kind\n1,Short,A long body about rain,x\n2,Brief,A long body about cups,y\n3,Tiny,Another long body here,x\n';
  const assumed = await loadDataset(text, { format: 'csv', client, validationShare: 0 });
  expect(assumed.info.reading).toBe('CSV or TSV: 3 texts in `story`; a class in `kind`, 2 values.');
  expect(assumed.info.questions?.[0]).toMatchObject({ id: 'text', answer: 'story', open: true });
  const answered = await loadDataset(text, { format: 'csv', client, validationShare: 0, answers: { text: 'title' } });
  expect((await answered.rows('train')).map((row) => row.text)).toEqual(['Short', 'Brief', 'Tiny']);
});

it('is saved with its splits and tasks, and is the same when it is loaded again', async () => {
  const rows = manyTaskRows((i) => SPLIT[i % 3]);
  const dataset = await loadDataset(rows, 'jsonl', { client });
  for (const format of ['jsonl', 'csv']) {
    const { blob, name, notes } = await dataset.save(format);
    expect(notes).toEqual([]);
    expect(name).toBe(`text.${format}`);
    const again = await loadDataset(await blob.text(), { client });
    expect(Object.keys(again.info.tasks).sort()).toEqual(Object.keys(dataset.info.tasks).sort());
    expect(await all(again)).toEqual(await all(dataset));
  }
});

it('what a format cannot hold is said; a format that is not written is refused', async () => {
  const dataset = await loadDataset(
    manyTaskRows((i) => SPLIT[i % 3]),
    'jsonl',
    { client },
  );
  const { blob, name, notes } = await dataset.save('conll');
  expect(name).toBe('text.zip');
  expect(Object.keys(unzipSync(new Uint8Array(await blob.arrayBuffer()))).sort()).toEqual([
    'test.conll',
    'train.conll',
    'validation.conll',
  ]);
  expect(notes.join('\n')).toMatch(/CoNLL can hold one column of entities and one of classes; this column is left out/);
  await expect(dataset.save('rasa')).rejects.toThrow(/Nothing can be saved as "rasa"\. Formats that are written: .*csv/);
  const [first] = Object.values(unzipSync(new Uint8Array(await (await dataset.save('conll')).blob.arrayBuffer())));
  expect(strFromU8(first)).toMatch(/^# label = /);
});

it('rows show labels that no training row has, which no task learns', async () => {
  const text = 'text,label,split\na b,x,train\nc d,y,train\ne f,x,train\ng h,y,train\ni j,z,test\nk l,x,test\n';
  const dataset = await loadDataset(text, { format: 'csv', client });
  expect(dataset.info.tasks.label).toMatchObject({ labels: ['x', 'y'] });
  expect((await dataset.rows('test')).map(({ labels }) => labels.label)).toEqual(['z', 'x']);
  expect(dataset.info.summary.columns[0].labelled.test).toBe(1);
});
