import { describe, expect, it } from 'vitest';
import { TandemError } from '../../errors';
import { cpuOps } from '../cpuOps';
import { createHead, forwardHead } from './instance';

const A = { type: 'sentenceClassification', labels: ['World', 'Sports', 'Business', 'Science'] };
const B = { type: 'tokenClassification', labels: ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'] };

describe('first values', () => {
  it('lie within ±1/√fanIn and fill that range, as torch.nn.Linear draws them', () => {
    const { parameters } = createHead('taskA', A, { hiddenSize: 384, layers: 3 }, 7);
    for (const name of ['dense.weight', 'dense.bias', 'classifier.weight', 'classifier.bias']) {
      const { data } = parameters.get(name) ?? { data: [] };
      const bound = 1 / Math.sqrt(384);
      expect(
        Array.from(data).every((value) => Math.abs(value) <= bound),
        name,
      ).toBe(true);
    }
    const weight = parameters.get('dense.weight')?.data ?? new Float32Array();
    const variance = weight.reduce((sum, w) => sum + w * w, 0) / weight.length;
    expect(variance * 3 * 384).toBeCloseTo(1, 2); // a uniform distribution's variance is bound² / 3
    expect(parameters.get('classifier.weight')?.shape).toEqual([4, 384]);
  });

  it('are the same for the same seed and others for another', () => {
    const values = (seed: number) => createHead('taskB', B, { hiddenSize: 64, layers: 3 }, seed).parameters.get('classifier.weight')?.data;
    expect(values(7)).toEqual(values(7));
    expect(values(7)).not.toEqual(values(8));
  });

  it('do not depend on which other heads there are', () => {
    const alone = createHead('taskB', B, { hiddenSize: 64, layers: 3 }, 7).parameters.get('classifier.bias')?.data;
    createHead('taskA', A, { hiddenSize: 64, layers: 3 }, 7);
    expect(createHead('taskB', B, { hiddenSize: 64, layers: 3 }, 7).parameters.get('classifier.bias')?.data).toEqual(alone);
    expect(createHead('other', B, { hiddenSize: 64, layers: 3 }, 7).parameters.get('classifier.bias')?.data).not.toEqual(alone);
  });
});

describe('sentence classification', () => {
  it('is Linear, ReLU, Linear: computed by hand on two features', () => {
    const head = createHead('a', { type: 'sentenceClassification', labels: ['x', 'y'] }, { hiddenSize: 2, layers: 3 }, 0);
    const set = (name: string, values: number[]) => head.parameters.get(name)?.data.set(values);
    set('dense.weight', [1, 0, 0, -1]);
    set('dense.bias', [0.5, 0]);
    set('classifier.weight', [2, 3, -1, 1]);
    set('classifier.bias', [0, 1]);
    const features = { shape: [1, 2], data: new Float32Array([1, 4]) };
    // dense: [1.5, -4] → relu [1.5, 0] → [3, -1.5 + 1]
    expect([...forwardHead(head, cpuOps, features, (p) => p).data]).toEqual([3, -0.5]);
  });

  it('decodes to the most probable class, with probabilities in label order', () => {
    const head = createHead('a', A, { hiddenSize: 8, layers: 3 }, 0);
    const answer = head.type.decode(new Float32Array([0, Math.log(2), 0, 0]), { text: 'x', pieces: [] }, A);
    expect(answer).toMatchObject({ classId: 1, label: 'Sports' });
    const { scores } = answer as { scores: number[] };
    for (const [i, score] of [0.2, 0.4, 0.2, 0.2].entries()) expect(scores[i]).toBeCloseTo(score, 6);
  });
});

describe('token classification', () => {
  const text = 'Zoë Müller-Lüdenscheidt joined 🎈ACME in New York';
  /** Words with their labels; a word in two pieces gives the second piece the label after the slash. */
  const decode = (words: [string, string][]) => {
    const pieces: { id: number; start: number; end: number; word: number }[] = [];
    const labels: string[] = [];
    let at = 0;
    words.forEach(([surface, label], word) => {
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
    });
    const logits = new Float32Array(labels.length * B.labels.length);
    labels.forEach((label, row) => {
      logits[row * B.labels.length + B.labels.indexOf(label)] = 10;
    });
    const head = createHead('b', B, { hiddenSize: 8, layers: 3 }, 0);
    return head.type.decode(logits, { text, pieces }, B) as {
      entities: { label: string; text: string }[];
      tokens: { text: string; label: string }[];
    };
  };
  const entities = (words: [string, string][]) => decode(words).entities.map(({ label, text: t }) => `${label}:${t}`);

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
});

describe('configs that make no sense', () => {
  it.each([
    [{ ...A, labels: ['one'] }, /at least two/],
    [{ ...A, labels: ['a', 'a'] }, /distinct/],
    [{ ...B, labels: ['O', ' '] }, /not empty/],
    [{ type: 'poetry' }, /no head of type "poetry"/],
  ])('%j', (config, words) => {
    expect(() => createHead('x', config, { hiddenSize: 8, layers: 3 }, 0)).toThrow(TandemError);
    expect(() => createHead('x', config, { hiddenSize: 8, layers: 3 }, 0)).toThrow(words);
  });
});
