/** Against scipy's minimum of PyTorch's cross_entropy (reference/uncertainty_fixture.py). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fitTemperature, lossAt, sureAs } from './temperature';

interface Case {
  classes: number;
  logits: number[];
  targets: number[];
  temperature: number;
  nll: [at1: number, atTemperature: number];
}

const { temperature: cases } = JSON.parse(readFileSync('reference/fixtures/uncertainty.json', 'utf8')) as { temperature: Case[] };
const rowsOf = ({ logits, classes, targets }: Case) => ({ logits, width: classes, targets });

it.each(cases.map((one): [number, number, Case] => [one.targets.length, one.classes, one]))(
  'of %i rows of %i classes, as scipy finds it',
  (_rows, _classes, one) => {
    const found = fitTemperature(rowsOf(one)) ?? Number.NaN;
    expect(Math.abs(found / one.temperature - 1)).toBeLessThan(1e-5);
    expect(lossAt(rowsOf(one), 1)).toBeCloseTo(one.nll[0], 10);
    expect(lossAt(rowsOf(one), found)).toBeCloseTo(one.nll[1], 8);
  },
);

it('outputs that are multiplied by a number get a temperature as much higher', () => {
  const [one] = cases;
  const temperature = fitTemperature(rowsOf(one)) ?? Number.NaN;
  const scaled = { ...rowsOf(one), logits: one.logits.map((logit) => 7 * logit) };
  expect(fitTemperature(scaled)).toBeCloseTo(7 * temperature, 6);
});

it('rows that are all right get one above 0: no more than 11 of 12 are taken to be right', () => {
  const targets = Array.from({ length: 10 }, (_, i) => i % 2);
  const logits = targets.flatMap((target) => (target === 0 ? [3, -3] : [-3, 3]));
  const temperature = fitTemperature({ logits, width: 2, targets }) ?? Number.NaN;
  expect(1 / (1 + Math.exp(-6 / temperature))).toBeCloseTo(11 / 12, 10);
});

it('there is none where logits are no better than chance, or rows are missing', () => {
  expect(fitTemperature({ logits: [1, 0, 0, 1], width: 2, targets: [1, 0] })).toBeUndefined();
  expect(fitTemperature({ logits: [0, 0, 0, 0], width: 2, targets: [1, 0] })).toBeUndefined();
  expect(fitTemperature({ logits: [], width: 2, targets: [] })).toBeUndefined();
});

it.each([1, 2, 4])('logits of %i columns are multiplied by what others were divided by', (width) => {
  const like = cases[0].logits.slice(0, 24);
  const logits = like.map((logit) => logit / 3);
  expect(sureAs({ logits, like, width })).toBeCloseTo(3, 8);
});

it('the factor is where the cross-entropy with the others is least, by trying', () => {
  const [width, like] = [3, cases[0].logits.slice(0, 30)];
  const logits = like.map((logit, i) => 2 * logit + Math.sin(i));
  const loss = (factor: number) => {
    let sum = 0;
    for (let row = 0; row < like.length; row += width) {
      const exps = like.slice(row, row + width).map(Math.exp);
      const own = logits.slice(row, row + width).map((logit) => factor * logit);
      const whole = Math.log(own.reduce((total, logit) => total + Math.exp(logit), 0));
      const total = exps.reduce((a, b) => a + b);
      sum += exps.reduce((part, e, i) => part + (e / total) * (whole - own[i]), 0);
    }
    return sum;
  };
  const found = sureAs({ logits, like, width });
  expect(found).toBeLessThan(1);
  for (const near of [0.99, 1.01]) expect(loss(near * found)).toBeGreaterThan(loss(found));
});

it('logits that say the opposite are left as they are', () => {
  expect(sureAs({ logits: [-1, 1, 1, -1], like: [2, 0, 0, 2], width: 2 })).toBe(1);
});
