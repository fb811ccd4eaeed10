import { describe, expect, it } from 'vitest';
import type { Piece } from '../../tokenizer/piece';
import { bioLabels, completeEntities, type EntitiesConfig } from './config';
import { decodeEntities } from './decode';

const LABELS = bioLabels(['PER', 'ORG', 'LOC']);
const text = 'Zoë Müller-Lüdenscheidt joined 🎈ACME in New York';

/** Words with their labels; a word in two pieces gives the second piece the label after the slash. */
function decode(words: [string, string][], more: Partial<EntitiesConfig> = { decoding: 'argmax' }) {
  const pieces: Piece[] = [];
  const labels: string[] = [];
  let at = 0;
  for (const [word, [surface, label]] of words.entries()) {
    const start = text.indexOf(surface, at);
    at = start + surface.length;
    const parts = label.split('/');
    const middle = parts.length > 1 ? start + 2 : at;
    pieces.push({ id: 1, start, end: middle, word });
    labels.push(parts[0]);
    if (parts.length > 1) {
      pieces.push({ id: 1, start: middle, end: at, word });
      labels.push(parts[1]);
    }
  }
  const logits = new Float32Array(labels.length * LABELS.length);
  for (const [row, label] of labels.entries()) logits[row * LABELS.length + LABELS.indexOf(label)] = 10;
  return decodeEntities(logits, { text, pieces }, completeEntities({ kind: 'entities', labels: LABELS, ...more }));
}

const entities = (...args: Parameters<typeof decode>) => decode(...args).entities.map(({ label, text: t }) => `${label}:${t}`);

describe('labels of word pieces as entities', () => {
  it('joins B and I of one type, with the exact text between', () => {
    expect(
      entities([
        ['Zoë', 'B-PER'],
        ['Müller', 'I-PER'],
        ['joined', 'O'],
        ['New', 'B-LOC'],
        ['York', 'I-LOC'],
      ]),
    ).toEqual(['PER:Zoë Müller', 'LOC:New York']);
  });

  it('lets the first piece of a word speak for all of it', () => {
    expect(
      entities([
        ['Müller', 'B-PER/O'],
        ['joined', 'O/B-ORG'],
      ]),
    ).toEqual(['PER:Müller']);
  });

  it('opens an entity at an I- that continues nothing, and at every change of type', () => {
    expect(
      entities([
        ['Zoë', 'I-PER'],
        ['Müller', 'I-ORG'],
        ['joined', 'B-ORG'],
      ]),
    ).toEqual(['PER:Zoë', 'ORG:Müller', 'ORG:joined']);
  });

  it('keeps UTF-16 offsets right behind an emoji', () => {
    expect(entities([['ACME', 'B-ORG']])).toEqual(['ORG:ACME']);
    expect(decode([['ACME', 'B-ORG']]).tokens[0].text).toBe('ACME');
  });

  it('where pieces are labelled one by one, an entity may begin and end inside a word', () => {
    const words: [string, string][] = [
      ['Müller', 'B-PER/O'],
      ['joined', 'B-ORG/B-LOC'],
    ];
    expect(entities(words, { decoding: 'argmax', units: 'pieces' })).toEqual(['PER:Mü', 'ORG:jo', 'LOC:ined']);
    expect(entities(words, { units: 'pieces' })).toEqual(['PER:Mü', 'ORG:jo', 'LOC:ined']);
  });

  it('well-formed decoding, which is the default, gives no I- that continues nothing', () => {
    const { tokens, entities: found } = decode(
      [
        ['Zoë', 'I-PER'],
        ['joined', 'O'],
      ],
      {},
    );
    expect(tokens.some(({ label }, i) => label.startsWith('I-') && (i === 0 || tokens[i - 1].label === 'O'))).toBe(false);
    expect(found.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
  });

  it('the score is the mean probability over the words of an entity', () => {
    const [{ score }] = decode([
      ['New', 'B-LOC'],
      ['York', 'I-LOC'],
    ]).entities;
    expect(score).toBeCloseTo(Math.exp(10) / (Math.exp(10) + 6), 6);
  });
});
