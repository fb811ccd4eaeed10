/** The curve against learners of which it is known what they answer. */
import { expect, it } from 'vitest';
import { wilson } from '../../tasks/metrics/intervals';
import type { SuggestedTask } from '../protocol';
import { labelCurve } from './labelCurve';
import type { LabelledGold, TaskLearner } from './taskLearner';

const TASK: SuggestedTask = { task: 'topic', column: 'topic', values: 'names', names: ['a', 'b'] };
const rows = (count: number): LabelledGold[] => Array.from({ length: count }, (_, row) => ({ row, gold: row % 2 ? 'a' : 'b' }));

/** @param knows what it answers rightly after it has learned from some rows */
function curveOf(labelled: LabelledGold[], drawn: number[], knows: (row: number, taught: LabelledGold[]) => boolean) {
  const taughtBy = new Map<object, LabelledGold[]>();
  const sizes: number[] = [];
  const newLearner = (): TaskLearner => {
    let taught: LabelledGold[] = [];
    return {
      get head() {
        const head = {} as NonNullable<TaskLearner['head']>;
        taughtBy.set(head, taught);
        return head;
      },
      get from() {
        return { rows: taught.length, names: false, neighbours: 0 };
      },
      async learn(_, learned) {
        taught = learned;
        sizes.push(learned.length);
      },
      inputOf: () => undefined,
    };
  };
  const golds = new Map(labelled.map(({ row, gold }) => [row, gold]));
  const answer = ({ head }: TaskLearner, row: number) =>
    knows(row, taughtBy.get(head as object) ?? []) ? (golds.get(row) as string) : 'other';
  const found = labelCurve({
    task: TASK,
    labelled,
    drawn: new Set(drawn),
    newLearner,
    answer,
    newTurn: () => ({}),
    onProgress: () => undefined,
  });
  return { found, sizes };
}

it('no text is scored by a head that has learned from it', async () => {
  const { found } = curveOf(rows(64), [], (row, taught) => taught.some((one) => one.row === row));
  const { points, scored } = await found;
  expect(scored).toBe(64);
  expect(points.map(({ share }) => share)).toEqual(points.map(() => 0));
});

it('has the share that is right with every number of labels, with its interval, and what more of them are worth', async () => {
  // Of n labels, all texts but a share of 1 / √n are answered rightly.
  const { found, sizes } = curveOf(rows(200), [], (row, taught) => ((row * 137) % 200) / 200 >= 1 / Math.sqrt(taught.length));
  const { points, labels, byChance, outlook } = await found;
  expect([labels, byChance]).toEqual([200, false]);
  expect(sizes.slice(0, 7).every((size, i) => i === 0 || size > sizes[i - 1])).toBe(true);
  expect(points.map((point) => point.labels)).toEqual([23, 32, 45, 64, 90, 127, 180]);
  for (const { labels: taught, share, low, high } of points) {
    expect(share).toBeCloseTo(1 - 1 / Math.sqrt(taught), 1);
    expect([low, high]).toEqual(wilson(Math.round(200 * share), 200));
  }
  expect(outlook.gain?.labels).toBe(100);
  expect(outlook.gain?.gain).toBeCloseTo(1 / Math.sqrt(200) - 1 / Math.sqrt(300), 2);
});

it('is scored on rows that were drawn where there are enough of them', async () => {
  const drawn = rows(500)
    .map(({ row }) => row)
    .filter((row) => row % 5 === 4);
  // Rows that were chosen are all wrong: they are not to be counted.
  const { found } = curveOf(rows(500), drawn, (row) => row % 5 === 4);
  expect(await found).toMatchObject({ scored: 100, byChance: true });
  expect((await found).points.at(-1)).toMatchObject({ labels: 480, share: 1 });
  const few = curveOf(rows(490), drawn.slice(0, 99), (row) => row % 5 === 4);
  expect(await few.found).toMatchObject({ scored: 490, byChance: false });
});

it('says so where there are too few labels for a curve', async () => {
  const { found, sizes } = curveOf(rows(19), [], () => true);
  expect(await found).toMatchObject({ points: [], outlook: { why: expect.stringContaining('there are 19') } });
  expect(sizes).toEqual([]);
});
