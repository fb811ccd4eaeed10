/** Texts and word pieces: which row carries which target, and what carries none. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Example, emptyLabels, type Label, type Span } from '../../data/dataset';
import { joinTokens } from '../../data/words';
import { CUT, encodeText } from '../../inference/reading';
import { bundledModel } from '../../model/bundled';
import { openModel } from '../../model/model';
import { createHead } from '../../tasks/head';
import type { TaskConfig } from '../../tasks/kind';
import { nodeHost } from '../../testing/nodeHost';
import { loadTokenizer } from '../../tokenizer/load';
import type { Tokenizer } from '../../tokenizer/tokenizer';
import { planEpoch } from '../plan/epochPlan';
import { completeOptions } from '../plan/options';
import { encodeSplit, type Read, sequencesOf } from './encodedSplit';

const LABELS = ['O', 'B-PER', 'I-PER', 'B-LOC'];
let tokenizer: Tokenizer;

beforeAll(async () => {
  const host = nodeHost();
  tokenizer = await loadTokenizer(await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch)));
});

const read: Read = (example, view) => encodeText(tokenizer, example, view, CUT);
const heads = (tasks: Record<string, TaskConfig>) =>
  Object.entries(tasks).map(([name, config]) => createHead(name, config, { hiddenSize: 8, layers: 7 }, 0));
const ner = (more = {}) => ({ kind: 'entities', labels: LABELS, ...more });
const TOPIC = { kind: 'classification', labels: ['x', 'y'] };

const example = (text: string, labels: Record<string, Label> = {}): Example => ({ text, labels: Object.assign(emptyLabels(), labels) });

/** Tokens with one entity over some of them. */
function tagged(tokens: string[], label?: string, first = 0, end = tokens.length): Example {
  const { text, words } = joinTokens(tokens);
  const spans: Span[] = label === undefined ? [] : [{ start: words[2 * first], end: words[2 * end - 1], label }];
  return { ...example(text, { ner: spans }), words };
}

const targetsOf = (examples: Example[], more = {}) => encodeSplit(examples, heads({ ner: ner(more) }), read).targets.get('ner');

describe('encodeSplit', () => {
  it('first pieces carry the label, or all pieces do, the later ones as I-', () => {
    // "Voldemort" is cut into several pieces.
    const person = tagged(['Lord', 'Voldemort', 'left'], 'PER', 0, 2);
    const pieces = tokenizer.encode(person.text).pieces.length;
    expect(pieces).toBeGreaterThan(3);
    const between = new Array<number>(pieces - 3);
    expect([...(targetsOf([person])?.values ?? [])]).toEqual([1, 2, ...between.fill(-100), 0]);
    expect([...(targetsOf([person], { labelAllPieces: true })?.values ?? [])]).toEqual([1, 2, ...between.fill(2), 0]);
    const place = targetsOf([tagged(['Voldemort'], 'LOC')], { labelAllPieces: true });
    // There is no I-LOC among the labels: the later pieces keep B-LOC.
    expect(place?.values.length).toBeGreaterThan(1);
    expect(new Set(place?.values)).toEqual(new Set([3]));
  });

  it('a missing class and missing entities do not count; nor do labels that no head has', () => {
    const examples = [
      example('only a class', { topic: 'x' }),
      tagged(['only', 'tags'], 'LOC', 1),
      example('nothing'),
      example('other', { topic: 'z' }),
    ];
    const { targets, views, count } = encodeSplit(examples, heads({ topic: TOPIC, ner: ner() }), read);
    expect(count).toBe(4);
    expect([...(targets.get('topic')?.values ?? [])]).toEqual([0, -100, -100, -100]);
    expect([...(targets.get('topic')?.counts ?? [])]).toEqual([1, 0, 0, 0]);
    expect([...(targets.get('ner')?.counts ?? [])]).toEqual([0, 1, 0, 0]);
    const { values, width } = targets.get('ner') ?? { values: [], width: 0 };
    expect(width).toBe(1);
    expect([...values].filter((label) => label !== -100)).toEqual([0, 3]);
    const firstPiece = views.get('text')?.firstPiece ?? [];
    expect([...values.slice(firstPiece[1], firstPiece[2])]).toEqual([0, 3]);
    expect(values).toHaveLength(firstPiece[4]);
    const unknown = targetsOf([tagged(['a'], 'NEW')]);
    expect([...(unknown?.values ?? [])]).toEqual([-100]);
    expect(unknown?.counts[0]).toBe(0);
  });

  it('entities beyond the model’s limit, and those without a piece, are lost and counted', () => {
    const words = new Array<string>(600).fill('word');
    const cut = encodeSplit([tagged(words, 'PER', 599), tagged(words, 'PER', 5, 7), tagged(['short'], 'PER')], heads({ ner: ner() }), read);
    expect(cut.truncated).toBe(2);
    expect([...cut.tokens]).toEqual([256, 256, 3]);
    expect(cut.views.get('text')?.firstPiece[1]).toBe(254);
    expect(cut.targets.get('ner')?.lost).toBe(1);
    expect([...(cut.targets.get('ner')?.values.slice(254 + 4, 254 + 8) ?? [])]).toEqual([0, 1, 2, 0]);
    const invisible = encodeSplit([tagged(['a', '\u200b', 'b'], 'PER', 1, 2)], heads({ ner: ner() }), read);
    expect(invisible.targets.get('ner')?.lost).toBe(1);
    expect([...(invisible.targets.get('ner')?.values ?? [])]).toEqual([0, 0]);
  });

  it('questions that are too long are counted among what was cut, and by themselves', () => {
    const long = 'word '.repeat(600);
    const tasks = heads({ answer: { kind: 'questionAnswering' } });
    const rows = [
      { text: 'short', other: long },
      { text: long, other: 'short?' },
      { text: long, other: long },
      { text: 'short', other: 'short?' },
    ].map(({ text, other }) => ({ ...example(text), other }));
    expect(encodeSplit(rows, tasks, read)).toMatchObject({ truncated: 3, cutQuestions: 1 });
    const inWindows = { longTexts: 'windows', stride: 64 } as const;
    const readWhole: Read = (example, view) => encodeText(tokenizer, example, view, inWindows);
    expect(encodeSplit(rows, tasks, readWhole)).toMatchObject({ truncated: 2, cutQuestions: 2 });
  });

  it('wide targets have a row per example; a pair without its second text does not count', () => {
    const tasks = heads({
      tags: { kind: 'multiLabel', labels: ['a', 'b', 'c'] },
      alike: { kind: 'similarity', range: [0, 5] },
      answer: { kind: 'questionAnswering' },
    });
    const pair = { ...example('a text', { alike: 4, tags: ['c', 'a'] }), other: 'another one' };
    const { targets, views } = encodeSplit([pair, example('alone', { alike: 1, tags: [] }), example('bare')], tasks, read);
    expect(targets.get('tags')).toMatchObject({
      width: 3,
      values: Float32Array.of(1, 0, 1, 0, 0, 0, -1, -1, -1),
      counts: Uint8Array.of(1, 1, 0),
    });
    expect(targets.get('alike')).toMatchObject({ width: 2, counts: Uint8Array.of(1, 0, 0) });
    expect([...(targets.get('alike')?.values ?? [])]).toEqual([Math.fround(0.8), 1, 0, 0, 0, 0]);
    expect([...views.keys()].sort()).toEqual(['joint', 'other', 'text']);
  });

  it('texts are kept with their pieces where they are evaluated, and as sequences alone where they train', () => {
    const kept = encodeSplit([example('one two')], heads({ topic: TOPIC }), read, true);
    expect(kept.views.get('text')?.texts[0]).toMatchObject({
      text: 'one two',
      pieces: [
        { start: 0, end: 3 },
        { start: 4, end: 7 },
      ],
    });
    const trained = encodeSplit([example('one two')], heads({ topic: TOPIC }), read);
    expect(Object.keys(trained.views.get('text')?.texts[0] ?? {})).toEqual(['sequences']);
    expect(sequencesOf(trained, ['text'], [0]).map(({ sequence }) => sequence.ids)).toEqual([tokenizer.encode('one two').ids]);
  });
});

describe('planEpoch', () => {
  const split = () => {
    const rows = Array.from({ length: 20 }, (_, i) => (i % 2 ? example(`row ${i}`, { topic: 'x' }) : tagged([`row${i}`])));
    return encodeSplit(rows, heads({ topic: TOPIC, ner: ner() }), read);
  };
  const flat = (batches: { examples: number[] }[]) => batches.flatMap(({ examples }) => examples);

  it('every useful example once an epoch, shuffled by seed and epoch', () => {
    const options = completeOptions({ batchSize: 8, seed: 1 });
    const plan = (epoch: number, seed = 1) => planEpoch(split(), ['topic', 'ner'], { ...options, seed }, epoch);
    expect(plan(1).map(({ examples }) => examples.length)).toEqual([8, 8, 4]);
    expect(flat(plan(1)).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(plan(1)).toEqual(plan(1));
    expect(flat(plan(2))).not.toEqual(flat(plan(1)));
    expect(flat(plan(1, 2))).not.toEqual(flat(plan(1)));
  });

  it('examples of a task that does not learn teach nothing; alternating batches have one task each', () => {
    const learning = flat(planEpoch(split(), ['topic'], completeOptions(), 1));
    expect(learning).toHaveLength(10);
    expect(learning.every((i) => i % 2 === 1)).toBe(true);
    const batches = planEpoch(split(), ['topic', 'ner'], completeOptions({ batching: 'alternating', batchSize: 4 }), 1);
    expect(batches.map(({ tasks }) => tasks.length)).toEqual(new Array(6).fill(1));
    for (const { examples, tasks } of batches) expect(examples.every((i) => i % 2 === Number(tasks[0] === 'topic'))).toBe(true);
  });
});
