/** Where the sequences of a batch lie, and which token carries which target. */
import { beforeAll, describe, expect, it } from 'vitest';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { type Example, emptyLabels, type Label } from '../../data/dataset';
import { encodeText, type ReadingOptions } from '../../inference/reading';
import { bundledModel } from '../../model/bundled';
import { openModel } from '../../model/model';
import { createHead, type Head } from '../../tasks/head';
import type { TaskConfig } from '../../tasks/kind';
import { nodeHost } from '../../testing/nodeHost';
import { fixtureEncoder, tasksFixture } from '../../testing/tasksFixture';
import { withoutDropout } from '../../testing/withoutDropout';
import { loadTokenizer } from '../../tokenizer/load';
import type { Tokenizer } from '../../tokenizer/tokenizer';
import { encodeSplit } from '../data/encodedSplit';
import { completeOptions } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import { encoderBatch } from './encoderBatch';
import { EncoderTrainer } from './encoderTrainer';

const WINDOWS: ReadingOptions = { longTexts: 'windows', stride: 64 };
let tokenizer: Tokenizer;

beforeAll(async () => {
  const host = nodeHost();
  tokenizer = await loadTokenizer(await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch)));
});

function pack(configs: Record<string, TaskConfig>, examples: Example[], chosen = examples.map((_, i) => i)) {
  const heads = Object.entries(configs).map(([name, config]) => createHead(name, config, { hiddenSize: 8, layers: 3 }, 0));
  const options = completeOptions({}, kindsOf(heads));
  const tasks = heads.map((head) => createTask(head, options));
  const split = encodeSplit(examples, heads, (example, view) => encodeText(tokenizer, example, view, WINDOWS));
  return encoderBatch(split, tasks, chosen, ['mean']);
}

const example = (text: string, labels: Record<string, Label>, other?: string): Example => ({
  text,
  ...(other === undefined ? {} : { other }),
  labels: Object.assign(emptyLabels(), labels),
});

const TOPIC = { kind: 'classification', labels: ['x', 'y'] };
const NER = { kind: 'entities', types: ['PER'] };

describe('encoderBatch', () => {
  it('special tokens carry nothing, pieces their labels, examples their classes, in the order of the batch', () => {
    const examples = [
      example('Ada left', { ner: [{ start: 0, end: 3, label: 'PER' }], topic: 'y' }),
      example('unlabelled', {}),
      example('so did Bob', { ner: [{ start: 7, end: 10, label: 'PER' }] }),
    ];
    const { batch } = pack({ topic: TOPIC, ner: NER }, examples, [2, 0]);
    const ids = [2, 0].map((i) => tokenizer.encode(examples[i].text).ids);
    expect(ids.map(({ length }) => length)).toEqual([5, 4]);
    expect(batch.rows).toEqual(ids);
    expect([...batch.bounds]).toEqual([['text', [0, 5, 9]]]);
    expect(batch.targets.get('topic')).toEqual([-100, 1]);
    expect(batch.targets.get('ner')).toEqual([-100, 0, 0, 1, -100, -100, 1, 0, -100]);
  });

  it('a task without a label in the batch is left out, with its view', () => {
    const alike = { kind: 'similarity', range: [0, 1], projection: 4 };
    const examples = [example('one', { topic: 'x' }), example('two', { alike: 0.5 }, 'other')];
    expect([...pack({ topic: TOPIC, alike }, examples, [0]).batch.targets.keys()]).toEqual(['topic']);
    const { batch } = pack({ topic: TOPIC, alike }, examples, [1, 0]);
    expect([...batch.targets]).toEqual([
      ['topic', [-100, 0]],
      ['alike', [0.5, 1, 0, 0]],
    ]);
    // First all texts, then all second ones; the example without one has an empty second text.
    expect(batch.rows).toEqual(['two', 'one', 'other', ''].map((text) => tokenizer.encode(text).ids));
    expect(batch.texts).toEqual({
      bounds: [0, 3, 6, 9, 11],
      of: new Map([
        ['text', [0, 1]],
        ['other', [2, 3]],
      ]),
    });
  });

  it('a text that pairs repeat stands in the batch once, unless its tokens have labels of their own', () => {
    const alike = { kind: 'similarity', range: [0, 1] };
    const labels = { alike: 1, ner: [] };
    const examples = [example('one', labels, 'two'), example('two', labels, 'three'), example('one', labels, 'one')];
    const { batch, sequences } = pack({ alike }, examples);
    expect(batch.rows).toEqual(['one', 'two', 'three'].map((text) => tokenizer.encode(text).ids));
    expect(sequences).toHaveLength(3);
    expect(batch.texts?.of).toEqual(
      new Map([
        ['text', [0, 1, 0]],
        ['other', [1, 2, 0]],
      ]),
    );
    expect(pack({ alike, ner: NER }, examples).batch.rows).toHaveLength(6);
  });

  it('tokens of a second text carry nothing of a task that reads the first', () => {
    const alike = { kind: 'similarity', range: [0, 1], projection: 4 };
    const labels = { ner: [{ start: 0, end: 3, label: 'PER' }], alike: 1 };
    const { batch } = pack({ ner: NER, alike }, [example('Ada left', labels, 'Bob came too')]);
    expect(batch.rows.map(({ length }) => length)).toEqual([4, 5]);
    expect(batch.targets.get('ner')).toEqual([-100, 1, 0, ...new Array(6).fill(-100)]);
  });

  it('a question and its text: marks lie on the text’s tokens alone', () => {
    const { batch } = pack({ answer: { kind: 'questionAnswering' } }, [
      example('Ada left Rome', { answer: [{ start: 9, end: 13, label: 'answer' }] }, 'Which city?'),
    ]);
    const question = tokenizer.pieces('Which city?').length;
    expect(batch.typeIds).toEqual([[...new Array(question + 2).fill(0), 1, 1, 1, 1]]);
    expect(batch.targets.get('answer')).toEqual([...new Array(question + 2).fill(-1), 0, 0, 3, -1]);
    expect(batch.bounds.get('joint')).toEqual([0, question + 6]);
  });

  it('windows of a text are one example; a piece that two windows show has its label in one of them', () => {
    const text = `${'word '.repeat(400)}Ada ${'word '.repeat(600)}`;
    const { batch, sequences } = pack({ ner: NER, topic: TOPIC }, [
      example('short', { topic: 'x' }),
      example(text, { ner: [{ start: 400 * 5, end: 400 * 5 + 3, label: 'PER' }] }),
    ]);
    expect(sequences.map(({ example: of }) => of)).toEqual([0, 1, 1, 1, 1, 1]);
    const total = batch.rows.flat().length;
    expect(batch.bounds.get('text')).toEqual([0, 3, total]);
    const labels = Array.from(batch.targets.get('ner') ?? []);
    expect(labels).toHaveLength(total);
    expect(labels.filter((label) => label === 1)).toHaveLength(1);
    expect(labels.filter((label) => label === 0)).toHaveLength(1000);
    const [id] = tokenizer.pieces('ada');
    expect(batch.rows.flat()[labels.indexOf(1)]).toBe(id.id);
    expect(batch.rows.flat().filter((each) => each === id.id).length).toBe(2);
  });
});

it('a step takes whole batches of tasks that read texts, pairs, and a question with its text', async () => {
  const configs = { topic: TOPIC, alike: { kind: 'similarity', range: [0, 1] }, answer: { kind: 'questionAnswering' } };
  const heads = Object.entries(configs).map(([name, config]) =>
    createHead(name, config, { hiddenSize: tasksFixture.hidden, layers: 3 }, 0),
  );
  heads.forEach(withoutDropout);
  const rows = ['Ada left Rome', 'Bob came too', 'Ada left Rome'].map((text) =>
    example(text, { topic: 'x', alike: 1, answer: [{ start: 0, end: 3, label: 'answer' }] }, 'Who?'),
  );
  const losses = async (chosen: Head[]) => {
    const options = completeOptions({ batchSize: rows.length }, kindsOf(chosen));
    const tasks = chosen.map((head) => createTask(head, options));
    const encoder = fixtureEncoder(0);
    // The fixture's vocabulary is a small one.
    const split = encodeSplit(rows, chosen, (row, view) => {
      const text = encodeText(tokenizer, row, view, WINDOWS);
      const sequences = text.sequences.map((each) => ({ ...each, ids: each.ids.map((id) => id % encoder.config.vocabSize) }));
      return { ...text, sequences };
    });
    const trainer = new EncoderTrainer(cpuBackend(), encoder, tasks, options);
    const { batch } = encoderBatch(split, tasks, [0, 1, 2], encoder.modes);
    trainer.run([batch], 1, { lowest: 0, learningRate: 1e-4 });
    const [report] = await trainer.state.reports();
    trainer.destroy();
    return report.losses;
  };
  const together = await losses(heads);
  for (const head of heads) expect(together[head.name]).toBeCloseTo((await losses([head]))[head.name], 5);
});
