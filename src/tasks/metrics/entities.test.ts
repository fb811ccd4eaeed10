/** Against seqeval (reference/seqeval_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { near } from '../../testing/near';
import { EntityCounter, entitiesDefault } from './entities';
import type { SpanScores } from './spans';

interface Fixture {
  groups: {
    gold: string[][];
    predicted: string[][];
    entities: [string, number, number][][];
    default: Omit<SpanScores, 'support'>;
    strict: Omit<SpanScores, 'support'> | null;
  }[];
}

const fixture = JSON.parse(readFileSync('reference/fixtures/seqeval.json', 'utf8')) as Fixture;

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
        const { support: _, ...scores } = counter.scores();
        expect(scores).toEqual(near(expected));
      });
    }
  }

  it('refuses sequences of unequal length', () => {
    expect(() => new EntityCounter('default').add(['O'], [])).toThrow(RangeError);
  });
});
