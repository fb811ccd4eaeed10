/** Against seqeval (reference/seqeval_fixture.py), where a word is a piece. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../data/dataset';
import { joinTokens } from '../../data/words';
import { near } from '../../testing/near';
import { entitiesDefault } from '../metrics/entities';
import { bioLabels, completeEntities } from './config';
import { decodeEntities } from './decode';
import { scoreEntities } from './score';

interface Group {
  gold: string[][];
  predicted: string[][];
  default: { precision: number; recall: number; f1: number; perType: object };
  strict: { f1: number } | null;
}

const { groups } = JSON.parse(readFileSync('reference/fixtures/seqeval.json', 'utf8')) as { groups: Group[] };
const wellFormed = (tags: string[]) => tags.every((tag, i) => /^[OB]/.test(tag) || (i > 0 && tags[i - 1].slice(2) === tag.slice(2)));

/** What a head that says these tags of a text’s words answers. @param known words that have a piece. Default: all */
function scoredOf(gold: string[], predicted: string[], config = configOf([...gold, ...predicted]), known = predicted.length) {
  const { text, words } = joinTokens(gold.map((_, i) => `word${i}`));
  const spans = entitiesDefault(gold).map(
    ({ type, start, end }): Span => ({ start: words[2 * start], end: words[2 * end - 1], label: type }),
  );
  const pieces = predicted.slice(0, known).map((_, i) => ({ id: 1, start: words[2 * i], end: words[2 * i + 1], word: i }));
  const logits = pieces.flatMap((_, i) => config.labels.map((label) => (label === predicted[i] ? 9 : 0)));
  return { gold: spans, answer: decodeEntities(Float32Array.from(logits), { text, pieces }, config), text: { text, pieces, words } };
}

function configOf(tags: string[]) {
  const types = [...new Set(tags.filter((tag) => tag !== 'O').map((tag) => tag.slice(2)))];
  return completeEntities({ kind: 'entities', labels: bioLabels(types.length > 0 ? types : ['X']), decoding: 'argmax' });
}

describe('scoreEntities', () => {
  const usable = groups.filter(({ gold, strict }) => strict !== null && gold.every(wellFormed));

  it('is tested on many sequences', () => expect(usable.length).toBeGreaterThanOrEqual(7));

  for (const [i, group] of usable.entries()) {
    it(`group ${i}: spans and words score as seqeval counts them`, () => {
      const config = configOf([...group.gold, ...group.predicted].flat());
      const rows = group.gold.map((gold, s) => scoredOf(gold, group.predicted[s], config));
      const { values, details } = scoreEntities(rows, config);
      const { precision, recall, f1, perType } = group.default;
      const pairs = group.gold.flatMap((tags, s) => tags.map((tag, t) => tag === group.predicted[s][t]));
      const tokenAccuracy = pairs.filter(Boolean).length / pairs.length;
      const expected = { precision, recall, f1, wordF1: f1, wordStrictF1: group.strict?.f1, tokenAccuracy };
      expect(values).toEqual(near(expected));
      expect(details.perType).toEqual(near(perType));
    });
  }

  it('counts words and both ways of counting entities', () => {
    const config = configOf(['B-PER']);
    const rows = [scoredOf(['B-PER', 'I-PER', 'O'], ['I-PER', 'I-PER', 'O'], config), scoredOf([], [], config)];
    const { f1, wordF1, wordStrictF1, tokenAccuracy } = scoreEntities(rows, config).values;
    expect({ f1, wordF1, wordStrictF1, tokenAccuracy }).toEqual({ f1: 1, wordF1: 1, wordStrictF1: 0, tokenAccuracy: 2 / 3 });
  });

  it('words that were cut off count as O, and their entities as missed', () => {
    const config = configOf(['B-PER']);
    const rows = [scoredOf(['B-PER', 'O', 'B-PER', 'O'], ['B-PER', 'O', 'B-PER', 'O'], config, 2)];
    const { recall, precision, wordF1, tokenAccuracy } = scoreEntities(rows, config).values;
    expect({ recall, precision, tokenAccuracy }).toEqual({ recall: 0.5, precision: 1, tokenAccuracy: 0.75 });
    expect(wordF1).toBeCloseTo(2 / 3, 12);
  });

  it('a word has the label of the first piece that begins in it, and O where none does', () => {
    const words = Uint32Array.of(0, 5, 6, 9, 9, 12);
    const place = (start: number, end: number, label: string) => ({ text: '', start, end, labelId: 0, label, score: 1 });
    // The second word has no piece that begins in it: one between it and the first belongs to none.
    const tokens = [place(0, 2, 'B-X'), place(2, 5, 'B-Y'), place(5, 6, 'B-Y'), place(9, 12, 'O')];
    const answer = { tokens, entities: [] };
    const text = { text: 'abcde fghijk', pieces: [], words };
    const score = (gold: Span[]) => scoreEntities([{ gold, answer, text }], configOf(['B-X', 'B-Y'])).values;
    expect(score([{ start: 0, end: 5, label: 'X' }])).toMatchObject({ tokenAccuracy: 1, wordF1: 1, f1: 0 });
    expect(score([{ start: 0, end: 5, label: 'Y' }]).tokenAccuracy).toBeCloseTo(2 / 3, 12);
    expect(score([{ start: 6, end: 9, label: 'X' }]).tokenAccuracy).toBeCloseTo(1 / 3, 12);
  });

  it('data without words of its own has no figures by words', () => {
    const config = configOf(['B-PER']);
    const { text, ...row } = scoredOf(['B-PER'], ['B-PER'], config);
    const { words: _, ...bare } = text;
    expect(scoreEntities([{ ...row, text: bare }], config).values).toEqual({ f1: 1, precision: 1, recall: 1 });
  });
});
