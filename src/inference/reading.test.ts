/** How texts become sequences: cut, in windows, and together with a second one. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledModel } from '../model/bundled';
import { openModel } from '../model/model';
import { unitsOf } from '../tasks/entities/units';
import type { View } from '../tasks/kind';
import { nodeHost } from '../testing/nodeHost';
import { loadTokenizer } from '../tokenizer/load';
import { Tokenizer } from '../tokenizer/tokenizer';
import { parseTokenizerJson } from '../tokenizer/tokenizerJson';
import { CUT, cutOf, encodeText, type ReadingOptions, type TextInput, tokensOf } from './reading';

const [CLS, SEP] = [101, 102];
const LONG = Array.from({ length: 1500 }, (_, i) => `Voldemort${i} word`).join(' ');
const QUESTION = 'Who was it that met whom?';
let tokenizer: Tokenizer;

beforeAll(async () => {
  const host = nodeHost();
  tokenizer = await loadTokenizer(await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch)));
});

const read = (input: TextInput, view: View, reading: ReadingOptions = CUT) => encodeText(tokenizer, input, view, reading);
const windows = (stride = 64): ReadingOptions => ({ longTexts: 'windows', stride });

describe('a text within the limit', () => {
  it('is one sequence, the tokenizer’s, however long texts are read', () => {
    const { ids, pieces } = tokenizer.encode('Ada met Alan in London.');
    for (const reading of [CUT, windows()]) {
      const text = read({ text: 'Ada met Alan in London.' }, 'text', reading);
      expect(text).toMatchObject({ pieces, truncated: false, sequences: [{ ids, first: 0, end: pieces.length, at: 1 }] });
      expect(text.sequences[0].typeIds).toBeUndefined();
      expect(tokensOf(text)).toBe(ids.length);
    }
  });

  it('of no words is the special tokens alone', () => {
    expect(read({ text: '' }, 'text').sequences).toEqual([{ ids: [CLS, SEP], first: 0, end: 0, at: 1 }]);
    expect(read({ text: 'x' }, 'other').sequences).toEqual([{ ids: [CLS, SEP], first: 0, end: 0, at: 1 }]);
  });

  it('as second text is the second one', () => {
    expect(read({ text: 'one', other: 'two words' }, 'other')).toMatchObject({
      text: 'two words',
      sequences: [{ ids: tokenizer.encode('two words').ids }],
    });
  });
});

describe('a text beyond the limit', () => {
  it('is cut at it, with the special tokens in their places', () => {
    const { sequences, pieces, truncated } = read({ text: LONG }, 'text');
    expect(truncated).toBe(true);
    expect(sequences).toHaveLength(1);
    expect(sequences[0].ids).toEqual(tokenizer.encode(LONG).ids);
    expect(sequences[0].ids).toHaveLength(256);
    expect(pieces).toHaveLength(254);
  });

  it.each([0, 1, 64, 63, 200, 253, 10_000])(
    'in windows with a stride of %d: every piece is owned once, and read where it belongs',
    (stride) => {
      const { sequences, pieces, truncated } = read({ text: LONG.slice(0, 12_000) }, 'text', windows(stride));
      const shared = Math.min(stride, 253);
      const room = 254;
      expect(truncated).toBe(false);
      expect(pieces).toEqual(tokenizer.pieces(LONG.slice(0, 12_000)));
      expect(sequences.length).toBe(Math.ceil((pieces.length - shared) / (room - shared)));
      const owners = new Array<number>(pieces.length).fill(0);
      for (const [w, { ids, first, end, at }] of sequences.entries()) {
        const from = w * (room - shared);
        const to = Math.min(pieces.length, from + room);
        expect(ids).toEqual([CLS, ...pieces.slice(from, to).map(({ id }) => id), SEP]);
        expect(at).toBe(1 + first - from);
        for (let piece = first; piece < end; piece++) {
          owners[piece]++;
          expect(ids[at + piece - first]).toBe(pieces[piece].id);
        }
      }
      expect(new Set(owners)).toEqual(new Set([1]));
    },
  );

  it('each piece is read where no other window shows more around it', () => {
    const { sequences, pieces } = read({ text: LONG }, 'text', windows(100));
    const around = (from: number, to: number, piece: number) => Math.min(piece - from, to - 1 - piece);
    const ranges = sequences.map(({ first, at, ids }) => [first - at + 1, first - at + 1 + ids.length - 2] as const);
    for (const [w, { first, end }] of sequences.entries()) {
      for (let piece = first; piece < end; piece++) {
        const own = around(...ranges[w], piece);
        const best = Math.max(...ranges.filter(([from, to]) => piece >= from && piece < to).map(([from, to]) => around(from, to, piece)));
        // At the ends of the text there is nothing more to show.
        if (piece >= 100 && piece < pieces.length - 100) expect(own).toBeGreaterThanOrEqual(best - 1);
      }
    }
  });
});

describe('tokenizers of other kinds', () => {
  const { tokenizers, models } = JSON.parse(readFileSync(new URL('../../reference/fixtures/tokenizers.json', import.meta.url), 'utf8')) as {
    tokenizers: Record<string, { tokenizer: { model: string } }>;
    models: Record<string, unknown>;
  };
  const tokenizerOf = (name: string, maxLength: number) => {
    const json = tokenizers[name].tokenizer;
    return new Tokenizer(parseTokenizerJson(JSON.stringify({ ...json, model: models[json.model] })), maxLength);
  };
  const text = 'Ada met Alan  in London, at “Café Ö” – twice. ';

  it.each(Object.keys(tokenizers).filter((name) => !['compatible', 'decomposed', 'suffixBpe'].includes(name)))(
    '%s: no blank is in a piece, and units are words as people see them',
    (name) => {
      const encoded = encodeText(tokenizerOf(name, 512), { text }, 'text', CUT);
      for (const { start, end } of encoded.pieces) expect(text.slice(start, end)).not.toMatch(/^\s|\s$/);
      const units = unitsOf(encoded, 'tokens').map(({ from, to }) => text.slice(from, to));
      expect(units.filter((unit) => /\w/.test(unit))).toEqual(['Ada', 'met', 'Alan', 'in', 'London', 'at', 'Café', 'twice']);
    },
  );

  it.each<[string, ids: [before: number[], between: number[], after: number[]], types: number[]]>([
    ['roberta', [[0], [2, 2], [2]], [0]],
    ['llama3', [[0], [2], [2]], [0, 1]],
    ['unsplit', [[], [], []], [0, 1]],
  ])('%s: windows of a text with its question, and alone', (name, [before, between, after], types) => {
    const short = tokenizerOf(name, 40);
    const long = `${text} `.repeat(12);
    const question = short.pieces('Who?').map(({ id }) => id);
    const joint = encodeText(short, { text: long, other: 'Who?' }, 'joint', windows(5));
    const prefix = [...before, ...question, ...between];
    expect(joint.sequences.length).toBeGreaterThan(5);
    for (const { ids, typeIds, first, end, at } of joint.sequences) {
      expect(ids.length).toBeLessThanOrEqual(40);
      expect(ids.slice(0, prefix.length)).toEqual(prefix);
      expect(ids.slice(ids.length - after.length)).toEqual(after);
      expect(ids.slice(at, at + end - first)).toEqual(joint.pieces.slice(first, end).map(({ id }) => id));
      expect([...new Set(typeIds ?? [0])]).toEqual(types);
    }
    const alone = encodeText(short, { text: long }, 'text', CUT);
    expect(alone).toMatchObject({ truncated: true, sequences: [{ ids: short.encode(long).ids, first: 0, at: before.length > 0 ? 1 : 0 }] });
    expect(alone.sequences[0].ids).toHaveLength(40);
  });
});

describe('two texts together', () => {
  const question = (text: string) => tokenizer.pieces(text).map(({ id }) => id);

  it('are [CLS] second [SEP] first [SEP], in two segments', () => {
    const { sequences, text, other, pieces } = read({ text: 'Ada met Alan.', other: QUESTION }, 'joint');
    const [first, second] = [question(QUESTION), question('Ada met Alan.')];
    expect({ text, other }).toEqual({ text: 'Ada met Alan.', other: QUESTION });
    expect(pieces.map(({ id }) => id)).toEqual(second);
    expect(sequences).toEqual([
      {
        ids: [CLS, ...first, SEP, ...second, SEP],
        typeIds: [...new Array(first.length + 2).fill(0), ...new Array(second.length + 1).fill(1)],
        first: 0,
        end: second.length,
        at: first.length + 2,
      },
    ]);
    expect(encodeText(tokenizer, { text: 'a', other: 'b' }, 'joint', CUT, false).sequences[0].typeIds).toBeUndefined();
  });

  it('beyond the limit: the question stands before every window', () => {
    const { sequences, pieces, truncated } = read({ text: LONG.slice(0, 12_000), other: QUESTION }, 'joint', windows(100));
    const first = question(QUESTION);
    expect(truncated).toBe(false);
    expect(sequences.length).toBeGreaterThan(3);
    let next = 0;
    for (const { ids, typeIds, first: owned, end, at } of sequences) {
      expect(ids.length).toBeLessThanOrEqual(256);
      expect(ids.slice(0, first.length + 2)).toEqual([CLS, ...first, SEP]);
      expect(typeIds).toEqual(ids.map((_, i) => Number(i >= first.length + 2)));
      expect(owned).toBe(next);
      next = end;
      for (let piece = owned; piece < end; piece++) expect(ids[at + piece - owned]).toBe(pieces[piece].id);
    }
    expect(next).toBe(pieces.length);
    const cut = read({ text: LONG, other: QUESTION }, 'joint');
    expect(cut.truncated).toBe(true);
    expect(cut.sequences[0].ids).toHaveLength(256);
  });

  it('a question that is too long gives way to the text', () => {
    const { sequences, pieces } = read({ text: LONG, other: LONG }, 'joint');
    const short = read({ text: 'short', other: LONG }, 'joint', windows());
    expect(short).toMatchObject({ truncated: true, onlyQuestion: true });
    expect([cutOf([]), cutOf([short]), cutOf([short, read({ text: LONG }, 'text')])]).toEqual([undefined, 'question', 'text']);
    expect(cutOf([read({ text: LONG, other: LONG }, 'joint')])).toBe('text');
    expect(read({ text: LONG, other: QUESTION }, 'joint', windows()).truncated).toBe(false);
    const [{ ids, at }] = sequences;
    expect(ids).toHaveLength(256);
    expect(at - 2).toBe(126);
    expect(pieces).toHaveLength(256 - 126 - 3);
  });
});
