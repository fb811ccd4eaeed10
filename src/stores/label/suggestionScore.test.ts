/** What suggestions were worth, against counts by hand. */
import { expect, it } from 'vitest';
import type { Label } from '../../data/dataset';
import type { GivenLabel, RowMarks } from '../../project/labels';
import { suggestionScore } from './suggestionScore';
import { tallyOf } from './tally';

const scoreOf = (given: Partial<GivenLabel>[]) => {
  const marks = given.map((one, i): [string, RowMarks] => [`k${i}`, { labels: { topic: { label: 'a', by: 'person', at: i, ...one } } }]);
  // In whatever order they are read.
  const { compared } = tallyOf({ places: new Map(), labelled: new Map() }, new Map(marks.reverse()));
  return suggestionScore(compared.get('topic'));
};

it('counts the last suggestions by when they were made, and those for rows that were drawn apart', () => {
  const early = Array.from({ length: 30 }, () => ({ suggested: 'b' as Label, drawn: true as const }));
  const late = Array.from({ length: 50 }, (_, i) => ({ suggested: i % 5 === 0 ? 'b' : 'a' }));
  const { latest, drawn } = scoreOf([...early, ...late]);
  expect(latest).toEqual({ right: 40, of: 50 });
  expect(drawn).toMatchObject({ right: 0, of: 30 });
  // Wilson (1927) for 0 of 30: z² / (n + z²).
  expect(drawn.interval[1]).toBeCloseTo(3.8416 / 33.8416, 4);
});

it('leaves out rows without a suggestion and labels that were taken away; order of names and spans says nothing', () => {
  const span = (start: number) => ({ start, end: start + 1, label: 'X' });
  const given: Partial<GivenLabel>[] = [
    {},
    { label: null, suggested: 'a' },
    { label: ['x', 'y'], suggested: ['y', 'x'] },
    { label: [span(1), span(5)], suggested: [{ label: 'X', end: 6, start: 5 }, span(1)] },
    { label: [], suggested: [] },
    { label: [span(1)], suggested: [] },
  ];
  expect(scoreOf(given).latest).toEqual({ right: 3, of: 4 });
});
