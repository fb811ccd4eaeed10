/** Against scikit-learn and seqeval (reference/agreement_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Label } from '../data/dataset';
import { type Agreement, agreementOf, cohenKappa } from './agreement';

type Triple = [start: number, end: number, label: string];

interface Case {
  mine: Label[];
  theirs: Label[];
  kappa: number | null;
  perName: Record<string, number | null>;
}

const fixture = JSON.parse(readFileSync('reference/fixtures/agreement.json', 'utf8')) as {
  classes: Case[];
  lists: Case[];
  spans: { mine: Triple[][]; theirs: Triple[][]; f1: number }[];
};
const pairsOf = (mine: Label[], theirs: Label[]) => mine.map((label, i) => ({ mine: label, theirs: theirs[i] }));
const toSpans = (triples: Triple[]): Label => triples.map(([start, end, label]) => ({ start, end, label }));

function expectScores({ kappa, names }: Agreement, expected: Pick<Case, 'kappa' | 'perName'>) {
  const same = (found: number | undefined, value: number | null) =>
    value === null ? expect(found).toBeUndefined() : expect(found).toBeCloseTo(value, 9);
  same(kappa, expected.kappa);
  expect(new Set(names.map(({ name }) => name))).toEqual(new Set(Object.keys(expected.perName)));
  for (const { name, score } of names) same(score, expected.perName[name]);
}

describe('agreement', () => {
  it.each(fixture.classes.map((of, i) => [i, of] as const))('classes %d: κ as scikit-learn', (_, { mine, theirs, ...expected }) => {
    const found = agreementOf(pairsOf(mine, theirs), 'names');
    expectScores(found, expected);
    expect(found.rows).toBe(mine.length);
    expect(found.same).toBe(mine.filter((name, i) => name === theirs[i]).length);
    for (const { name, ...counts } of found.names) {
      expect(counts).toMatchObject({
        mine: mine.filter((one) => one === name).length,
        theirs: theirs.filter((one) => one === name).length,
        both: mine.filter((one, i) => one === name && theirs[i] === name).length,
      });
    }
  });

  it.each(fixture.lists.map((of, i) => [i, of] as const))(
    'several names %d: the mean of κ as scikit-learn',
    (_, { mine, theirs, ...expected }) => {
      expectScores(agreementOf(pairsOf(mine, theirs), 'lists'), expected);
    },
  );

  it.each(fixture.spans.map((of, i) => [i, of] as const))('spans %d: F1 as seqeval, either way round', (_, { mine, theirs, f1 }) => {
    const [own, others] = [mine.map(toSpans), theirs.map(toSpans)];
    expect(agreementOf(pairsOf(own, others), 'spans').f1).toBeCloseTo(f1, 9);
    expect(agreementOf(pairsOf(others, own), 'spans').f1).toBeCloseTo(f1, 9);
  });

  it('says nothing where there is nothing to say: no rows, one name everywhere, no spans', () => {
    expect(agreementOf([], 'names')).toEqual({ rows: 0, same: 0, names: [] });
    expect(cohenKappa([['a', 'a']])).toBeUndefined();
    expect(agreementOf([{ mine: [], theirs: [] }], 'spans')).toEqual({ rows: 1, same: 1, names: [] });
    expect(agreementOf([{ mine: 3, theirs: 5 }], 'numbers')).toEqual({ rows: 1, same: 0, difference: 2, names: [] });
  });

  it('the order of names and spans is no difference', () => {
    expect(agreementOf([{ mine: ['a', 'b'], theirs: ['b', 'a'] }], 'lists').same).toBe(1);
    const [x, y] = [
      { start: 0, end: 2, label: 'X' },
      { start: 3, end: 4, label: 'Y' },
    ];
    expect(agreementOf([{ mine: [x, y], theirs: [y, x] }], 'spans')).toMatchObject({ same: 1, f1: 1 });
  });
});
