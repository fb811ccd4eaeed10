import { describe, expect, it } from 'vitest';
import { TandemError } from '../errors';
import { cpuOps } from '../nn/cpuOps';
import { createHead, forwardHead, withValues } from './head';

const A = { kind: 'classification', labels: ['World', 'Sports', 'Business', 'Science'] };
const B = { kind: 'entities', labels: ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'] };

describe('first values', () => {
  it('lie within ±1/√fanIn and fill that range, as torch.nn.Linear draws them', () => {
    const { parameters } = createHead('taskA', A, { hiddenSize: 384, layers: 3 }, 7);
    expect([...parameters.keys()]).toEqual(['dense.weight', 'dense.bias', 'classifier.weight', 'classifier.bias']);
    for (const [name, { data }] of parameters) {
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

  it.each([
    ['MiniLM’s six layers', 7, [0.05, 0.05, 0.05, 0.375, 0.375, 0.05, 0.05]],
    ['two layers', 3, [0.125, 0.75, 0.125]],
    ['one layer', 2, [0.25, 0.75]],
    ['embeddings alone', 1, [1]],
    ['bert-base’s twelve', 13, [0.025, 0.025, 0.025, 0.025, 0.025, 0.025, 0.25, 0.25, 0.25, 0.025, 0.025, 0.025, 0.025]],
  ])('a mix of the states of %s begins with those from half to two thirds of the way up', (_, layers, weights) => {
    const { parameters } = createHead('taskB', { ...B, layers: 'mix' }, { hiddenSize: 8, layers }, 7);
    expect(parameters.get('mix')?.data).toEqual(Float32Array.from(weights));
  });

  it('are replaced by their full names; what there is none for stays', () => {
    const head = createHead('taskB', B, { hiddenSize: 8, layers: 3 }, 7);
    const bias = Float32Array.from({ length: 7 }, (_, i) => i);
    const changed = withValues(head, (name) => (name === 'taskB.classifier.bias' ? bias : undefined));
    expect(changed.parameters.get('classifier.bias')).toEqual({ shape: [7], data: bias });
    expect(changed.parameters.get('classifier.weight')).toEqual(head.parameters.get('classifier.weight'));
  });
});

it('the head of sentence tasks is Linear, ReLU, Linear: computed by hand on two features', () => {
  const head = createHead('a', { kind: 'classification', labels: ['x', 'y'] }, { hiddenSize: 2, layers: 3 }, 0);
  const set = (name: string, values: number[]) => head.parameters.get(name)?.data.set(values);
  set('dense.weight', [1, 0, 0, -1]);
  set('dense.bias', [0.5, 0]);
  set('classifier.weight', [2, 3, -1, 1]);
  set('classifier.bias', [0, 1]);
  const features = { shape: [1, 2], data: new Float32Array([1, 4]) };
  // dense: [1.5, -4] → relu [1.5, 0] → [3, -1.5 + 1]
  expect([...forwardHead(head, cpuOps, [features], (p) => p).data]).toEqual([3, -0.5]);
});

it('a head of one layer reads the vector at length 1: computed by hand on two features', () => {
  const head = createHead('a', { kind: 'classification', labels: ['x', 'y'], head: 'logistic' }, { hiddenSize: 2, layers: 3 }, 0);
  expect([...head.parameters.keys()]).toEqual(['classifier.weight', 'classifier.bias']);
  head.parameters.get('classifier.weight')?.data.set([2, 3, -1, 1]);
  head.parameters.get('classifier.bias')?.data.set([0, 1]);
  const [x, y] = forwardHead(head, cpuOps, [{ shape: [1, 2], data: new Float32Array([3, 4]) }], (p) => p).data;
  // [0.6, 0.8] → [1.2 + 2.4, −0.6 + 0.8 + 1]
  expect(x).toBeCloseTo(3.6, 6);
  expect(y).toBeCloseTo(1.2, 6);
});

describe('configs that make no sense', () => {
  it.each([
    [{ ...A, labels: ['one'] }, /at least two/],
    [{ ...A, labels: ['a', 'a'] }, /distinct/],
    [{ kind: 'classification' }, /The classes must be a list of names/],
    [{ ...A, labelSmoothing: 1 }, /labelSmoothing is 1; it must be at least 0 and below 1/],
    [{ ...A, classWeights: [1, 2] }, /4 numbers of at least 0, one for each class/],
    [{ ...B, labels: ['O', ' '] }, /not empty/],
    [{ ...B, labels: ['O', 'PER'] }, /must be O, B-X or I-X; look at "PER"/],
    [{ ...B, decoding: 'beam' }, /decoding is beam; it must be one of iob2, argmax/],
    [{ ...B, labels: undefined, types: [] }, /The entity types: at least one is needed; 0 given/],
    [{ kind: 'multiLabel', labels: ['a', 'b'], thresholds: [0.5] }, /2 numbers from 0 to 1/],
    [{ ...A, head: 'deep' }, /head is deep; it must be one of twoLayer, logistic/],
    [{ ...A, head: 'logistic', activation: 'tanh' }, /A head of one layer \(head: logistic\) has no activation/],
    [{ ...A, head: 'logistic', labelSmoothing: 0.1 }, /takes no labelSmoothing/],
    [{ kind: 'regression', head: 'logistic' }, /it must be one of twoLayer, ridge/],
    [{ kind: 'regression', C: 2 }, /C is 2, and a head of two layers has none. Set head: 'ridge'/],
    [{ kind: 'multiLabel', labels: ['a'], C: -1 }, /C is -1/],
    [{ kind: 'regression', scale: 0 }, /scale is 0; it must be above 0/],
    [{ kind: 'similarity', range: [5, 0] }, /range is \[5,0\]; it must be two numbers, the lower one first/],
    [{ kind: 'similarity', projection: 0 }, /projection is 0/],
    [{ kind: 'questionAnswering', maxAnswerPieces: 0.5 }, /maxAnswerPieces is 0.5; it must be a whole number of at least 1/],
    [{ kind: 'poetry' }, /no task kind "poetry"/],
  ])('%j', (config, words) => {
    expect(() => createHead('x', config, { hiddenSize: 8, layers: 3 }, 0)).toThrow(TandemError);
    expect(() => createHead('x', config, { hiddenSize: 8, layers: 3 }, 0)).toThrow(words);
  });
});
