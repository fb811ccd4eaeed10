/** Against seqeval and scikit-learn (reference/seqeval_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classificationMetrics } from './classification';
import { EntityCounter, type EntityScores, entitiesDefault } from './entities';
import { TagScorer } from './metrics';

interface Fixture {
  groups: {
    gold: string[][];
    predicted: string[][];
    entities: [string, number, number][][];
    default: Omit<EntityScores, 'support'>;
    strict: Omit<EntityScores, 'support'> | null;
  }[];
  classifications: {
    classes: number;
    gold: number[];
    predicted: number[];
    accuracy: number;
    macroF1: number;
    confusion: number[][];
  }[];
}

const fixture = JSON.parse(readFileSync('reference/fixtures/seqeval.json', 'utf8')) as Fixture;

function expectScores(actual: EntityScores, expected: Omit<EntityScores, 'support'>): void {
  for (const field of ['precision', 'recall', 'f1'] as const) expect(actual[field]).toBeCloseTo(expected[field], 12);
  expect(Object.keys(actual.perType)).toEqual(Object.keys(expected.perType).sort());
  for (const [type, scores] of Object.entries(expected.perType)) {
    expect(actual.perType[type].support).toBe(scores.support);
    for (const field of ['precision', 'recall', 'f1'] as const) expect(actual.perType[type][field]).toBeCloseTo(scores[field], 12);
  }
}

describe('entities', () => {
  it('the fixture has at least 200 sequences, ill-formed ones among them', () => {
    const predicted = fixture.groups.flatMap((group) => group.predicted);
    expect(predicted.length).toBeGreaterThanOrEqual(200);
    expect(predicted.filter((tags) => tags.some((tag, i) => tag.startsWith('I-') && (tags[i - 1] ?? 'O') === 'O')).length).toBeGreaterThan(
      50,
    );
  });

  for (const [i, group] of fixture.groups.entries()) {
    it(`group ${i}: the entities that seqeval finds`, () => {
      for (const [s, tags] of group.predicted.entries()) {
        expect(entitiesDefault(tags).map(({ type, start, end }) => [type, start, end])).toEqual(group.entities[s]);
      }
    });

    for (const mode of ['default', 'strict'] as const) {
      const expected = group[mode];
      if (!expected) continue;
      it(`group ${i}: seqeval's scores, ${mode}`, () => {
        const counter = new EntityCounter(mode);
        for (const [s, gold] of group.gold.entries()) counter.add(gold, group.predicted[s]);
        expectScores(counter.scores(), expected);
      });
    }
  }

  it('refuses sequences of unequal length', () => {
    expect(() => new EntityCounter('default').add(['O'], [])).toThrow(RangeError);
  });
});

describe('classificationMetrics', () => {
  for (const { classes, gold, predicted, accuracy, macroF1, confusion } of fixture.classifications) {
    it(`${gold.length} examples of ${classes} classes: as scikit-learn`, () => {
      const metrics = classificationMetrics(gold, predicted, classes);
      expect(metrics.accuracy).toBeCloseTo(accuracy, 12);
      expect(metrics.macroF1).toBeCloseTo(macroF1, 12);
      expect(metrics.confusion).toEqual(confusion);
    });
  }

  it('leaves out what has no gold label, and is 0 without any', () => {
    expect(classificationMetrics([-100, 1, -100], [0, 1, 1], 2)).toMatchObject({ accuracy: 1, count: 1 });
    expect(classificationMetrics([-100], [0], 2)).toMatchObject({ accuracy: 0, macroF1: 0, count: 0 });
  });
});

it('TagScorer counts words and both ways of counting entities', () => {
  const scorer = new TagScorer();
  scorer.add(['B-PER', 'I-PER', 'O'], ['I-PER', 'I-PER', 'O']);
  scorer.add([], []);
  const { tokenAccuracy, f1, strict, count } = scorer.metrics(0.5);
  expect({ tokenAccuracy, f1, strictF1: strict.f1, count }).toEqual({ tokenAccuracy: 2 / 3, f1: 1, strictF1: 0, count: 3 });
});
