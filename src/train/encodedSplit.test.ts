/** Words and word pieces: which row carries which label, and what carries none. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Example } from '../data/dataset';
import { joinTokens } from '../data/words';
import { Encoder } from '../inference/encoder';
import type { Tokenizer } from '../inference/tokenizer/tokenizer';
import { bundledModel } from '../model/bundled';
import { openModel } from '../model/model';
import { nodeHost } from '../testing/nodeHost';
import { wordsOfPieces } from './align';
import { encodeSplit, pieceLabels } from './encodedSplit';
import { planEpoch } from './epochPlan';
import { completeOptions } from './options';

const TAGS = ['O', 'B-PER', 'I-PER', 'B-LOC'];
let tokenizer: Tokenizer;

beforeAll(async () => {
  const host = nodeHost();
  const encoder = await Encoder.open(await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch)), host, {
    device: 'wasm',
  });
  tokenizer = encoder.tokenizer;
});

function tagged(tokens: string[], tags: string[], label?: string): Example {
  return { ...joinTokens(tokens), tags, ...(label === undefined ? {} : { label }) };
}

it('wordsOfPieces: a piece belongs to the word in which it begins, or to none', () => {
  const piece = (start: number, end: number) => ({ id: 0, word: 0, start, end });
  const pieces = [piece(0, 2), piece(2, 5), piece(6, 7), piece(9, 12)];
  expect([...wordsOfPieces(pieces, Uint32Array.of(0, 5, 9, 12))]).toEqual([0, 0, -1, 1]);
  expect([...wordsOfPieces(pieces, new Uint32Array())]).toEqual([-1, -1, -1, -1]);
});

describe('encodeSplit', () => {
  it('first pieces carry the tag, or all pieces do, the later ones as I-', () => {
    // "Voldemort" is cut into several pieces.
    const example = tagged(['Lord', 'Voldemort', 'left'], ['B-PER', 'I-PER', 'O']);
    const split = encodeSplit([example], tokenizer, [], TAGS);
    const pieces = tokenizer.encode(example.text).pieces.length;
    expect(pieces).toBeGreaterThan(3);
    const between = new Array<number>(pieces - 3);
    expect([...pieceLabels(split, TAGS, false)]).toEqual([1, 2, ...between.fill(-100), 0]);
    expect([...pieceLabels(split, TAGS, true)]).toEqual([1, 2, ...between.fill(2), 0]);
    const place = encodeSplit([tagged(['Voldemort'], ['B-LOC'])], tokenizer, [], TAGS);
    // There is no I-LOC among the tags: the later pieces keep B-LOC.
    expect(new Set(pieceLabels(place, TAGS, true))).toEqual(new Set([3]));
  });

  it('a missing class and missing tags are -100 and no words; so are labels that no head has', () => {
    const examples: Example[] = [
      { text: 'only a class', label: 'x' },
      tagged(['only', 'tags'], ['O', 'B-LOC']),
      { text: 'nothing' },
      { text: 'other', label: 'z' },
    ];
    const split = encodeSplit(examples, tokenizer, ['x', 'y'], TAGS);
    expect([...split.classIds]).toEqual([0, -100, -100, -100]);
    expect([...split.firstWord]).toEqual([0, 0, 2, 2, 2]);
    expect([...pieceLabels(split, TAGS, true)].filter((label) => label !== -100)).toEqual([0, 3]);
    expect([...encodeSplit([tagged(['a'], ['B-NEW'])], tokenizer, [], TAGS).tagIds]).toEqual([-100]);
  });

  it('words beyond the model’s limit, and those without a piece, have no row', () => {
    const long = tagged(new Array<string>(600).fill('word'), new Array<string>(600).fill('O'));
    const split = encodeSplit([long, tagged(['a', '\u200b', 'b'], ['O', 'O', 'O'])], tokenizer, [], TAGS);
    expect(split.truncated).toBe(1);
    expect(split.wordRow[509]).toBe(509);
    expect([...split.wordRow.subarray(510, 600)].every((row) => row === -1)).toBe(true);
    expect(split.wordRow[601]).toBe(-1);
  });
});

describe('planEpoch', () => {
  const split = () =>
    encodeSplit(
      Array.from({ length: 20 }, (_, i): Example => (i % 2 ? { text: `row ${i}`, label: 'x' } : tagged([`row${i}`], ['O']))),
      tokenizer,
      ['x', 'y'],
      TAGS,
    );
  const flat = (batches: { sentences: number[] }[]) => batches.flatMap(({ sentences }) => sentences);

  it('every useful sentence once an epoch, shuffled by seed and epoch', () => {
    const options = completeOptions({ batchSize: 8, seed: 1 });
    const plan = (epoch: number, seed = 1) => planEpoch(split(), ['taskA', 'taskB'], { ...options, seed }, epoch);
    expect(plan(1).map(({ sentences }) => sentences.length)).toEqual([8, 8, 4]);
    expect(flat(plan(1)).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(plan(1)).toEqual(plan(1));
    expect(flat(plan(2))).not.toEqual(flat(plan(1)));
    expect(flat(plan(1, 2))).not.toEqual(flat(plan(1)));
  });

  it('a frozen head’s sentences teach nothing; alternating batches have one task each', () => {
    expect(flat(planEpoch(split(), ['taskA'], completeOptions(), 1)).every((i) => i % 2 === 1)).toBe(true);
    const batches = planEpoch(split(), ['taskA', 'taskB'], completeOptions({ batching: 'alternating', batchSize: 4 }), 1);
    expect(batches.map(({ tasks }) => tasks.length)).toEqual(new Array(6).fill(1));
    for (const { sentences, tasks } of batches) expect(sentences.every((i) => i % 2 === Number(tasks[0] === 'taskA'))).toBe(true);
  });
});
