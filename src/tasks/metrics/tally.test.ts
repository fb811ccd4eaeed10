/** Sums over rows give the metrics that the kinds score, of any resample; their intervals are those of scipy.stats.bootstrap. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Label, Span } from '../../data/dataset';
import { Random } from '../../random';
import { intervalsOf } from '../../train/learners/intervals';
import type { AnyKind, Scored, TaskConfig } from '../kind';
import { taskKind } from '../registry';
import { bootstrap } from './intervals';
import { addF1, f1At, metricsOf, type Tally } from './tally';

interface Fixture {
  bootstrap: { right: number[]; predicted: number[]; there: number[]; interval: number[] }[];
}

const fixture = JSON.parse(readFileSync('reference/fixtures/uncertainty.json', 'utf8')) as Fixture;
const LABELS = ['a', 'b', 'c', 'd'];
const TEXT = 'one two three four';
const WORDS = Uint32Array.from([0, 3, 4, 7, 8, 13, 14, 18]);

type Rows = Scored<Label, unknown>[];
const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random.next() * items.length)];
const some = (random: Random) => LABELS.filter(() => random.next() < 0.4);
const text = { text: TEXT, pieces: [], words: WORDS };

/** Golds and answers of each kind, some of them right. */
const ROWS: Record<string, (random: Random, index: number) => { gold: Label; answer: unknown; words?: boolean }> = {
  classification: (random) => {
    const classId = Math.floor(random.next() * LABELS.length);
    return { gold: random.next() < 0.6 ? LABELS[classId] : pick(random, [...LABELS, 'unknown']), answer: { classId } };
  },
  multiLabel: (random) => {
    const gold = some(random);
    return { gold, answer: { labels: random.next() < 0.5 ? gold : some(random) } };
  },
  entities: (random, index) => {
    const tagged = (): Span[] =>
      [0, 1, 2, 3].flatMap((word) =>
        random.next() < 0.5 ? [{ start: WORDS[2 * word], end: WORDS[2 * word + 1], label: pick(random, ['X', 'Y']) }] : [],
      );
    const gold = tagged();
    const entities = random.next() < 0.5 ? gold : tagged();
    const tokens = [0, 1, 2, 3].map((word) => {
      const found = entities.find(({ start }) => start === WORDS[2 * word]);
      return { start: WORDS[2 * word], end: WORDS[2 * word + 1], label: found ? `${pick(random, ['B', 'I'])}-${found.label}` : 'O' };
    });
    return { gold, answer: { entities, tokens }, words: index % 3 > 0 };
  },
  questionAnswering: (random) => ({
    gold: [{ start: 0, end: 7, label: 'answer' }],
    answer: { text: pick(random, ['one two', 'two', 'the four', '']) },
  }),
};
const CONFIG: TaskConfig = { kind: '', labels: LABELS };

function rowsOf(kind: string, count: number, seed: number): Rows {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const { gold, answer, words = true } = ROWS[kind](random, i);
    return { gold, answer, text: words ? text : { text: TEXT, pieces: [] } };
  });
}

describe.each(Object.keys(ROWS))('%s', (name) => {
  const kind: AnyKind = taskKind(name);

  it('sums give the metrics that rows are scored by, of all rows and of resamples', () => {
    const random = new Random(5);
    for (const count of [1, 2, 9, 40]) {
      const rows = rowsOf(name, count, count);
      const tally = kind.tally?.(rows, CONFIG) as Tally;
      for (let trial = 0; trial < 6; trial++) {
        const times = rows.map(() => (trial === 0 ? 1 : Math.floor(random.next() * 3)));
        const sample = rows.flatMap((row, i) => new Array<typeof row>(times[i]).fill(row));
        if (sample.length === 0) continue;
        const { values } = kind.score(sample, CONFIG);
        const metrics = metricsOf(tally)(times);
        expect(Object.keys(metrics).sort()).toEqual(Object.keys(values).sort());
        for (const [id, { value }] of Object.entries(metrics)) expect(value, `${id} of ${count} rows`).toBeCloseTo(values[id], 12);
      }
    }
  });

  it('every interval holds its value', () => {
    const rows = rowsOf(name, 60, 3);
    const { values } = kind.score(rows, CONFIG);
    const intervals = intervalsOf({ kind, config: CONFIG }, rows) ?? {};
    expect(Object.keys(intervals).sort()).toEqual(Object.keys(values).sort());
    for (const [id, [low, high]] of Object.entries(intervals)) {
      expect(low, id).toBeLessThanOrEqual(values[id]);
      expect(high, id).toBeGreaterThanOrEqual(values[id]);
      expect(high - low, id).toBeGreaterThan(0.05);
    }
  });
});

/** A tally of one F1, by sentences. */
const tallyOf = ({ right, predicted, there }: Pick<Fixture['bootstrap'][number], 'right' | 'predicted' | 'there'>): Tally => ({
  width: 3,
  rows: right.map((hits, i) => addF1(0, hits, predicted[i], there[i])),
  metrics: (sums) => ({ f1: f1At(sums, 0).f1 }),
});

describe('entity F1 resampled by sentences', () => {
  it('has the percentile interval of scipy', () => {
    for (const sentences of fixture.bootstrap) {
      const tally = tallyOf(sentences);
      const metrics = metricsOf(tally);
      const statistics = (times: Uint32Array) => ({ f1: metrics(times).f1.value });
      const { f1 } = bootstrap(tally.rows.length, statistics, { resamples: 20_000 });
      // Both are drawn: quantiles of 20,000 resamples are off by some 0.002.
      for (const end of [0, 1]) expect(Math.abs(f1[end] - sentences.interval[end])).toBeLessThan(0.008);
    }
  });

  it('holds the true F1 about as often as it says, also where most is right', () => {
    const random = new Random(1);
    const kind = { ...taskKind('entities') };
    const binomial = (count: number, share: number) =>
      Array.from({ length: count }, () => Number(random.next() < share)).reduce((a, b) => a + b, 0);
    for (const [sentences, share] of [
      [12, 0.9],
      [60, 0.6],
    ]) {
      // Two entities there, and as many predicted ones as are there: F1 is the share that is right.
      const trials = 120;
      let covered = 0;
      for (let trial = 0; trial < trials; trial++) {
        const right = Array.from({ length: sentences }, () => binomial(2, share));
        const twos = right.map(() => 2);
        kind.tally = () => ({ ...tallyOf({ right, predicted: twos, there: twos }) });
        const rows = right.map(() => ({ gold: [], answer: {}, text }));
        const [low, high] = intervalsOf({ kind, config: CONFIG }, rows)?.f1 ?? [1, 0];
        if (low <= share && share <= high) covered++;
      }
      // Three standard deviations of the count are 0.06.
      expect(covered / trials).toBeGreaterThan(0.88);
    }
  });
});
