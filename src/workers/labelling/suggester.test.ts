/** Suggestions that are learned while labels are given, in the worker. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { marginOf } from '../../labelling/ranking';
import { memoryCache } from '../../storage/memoryCache';
import { connect, nodeHost } from '../../testing/nodeHost';
import type { LabelledRow, LearnParams, Progress, SuggestedTask } from '../protocol';
import { Surroundings } from './surroundings';

const TOPICS = {
  sports: ['match', 'goal', 'striker', 'league', 'coach', 'tournament'],
  cooking: ['soup', 'oven', 'recipe', 'onions', 'bread', 'sauce'],
  astronomy: ['telescope', 'planet', 'galaxy', 'comet', 'star', 'orbit'],
};
const NAMES = Object.keys(TOPICS);
const ROWS = Object.entries(TOPICS).flatMap(([topic, words]) =>
  words.flatMap((word) => [`The ${word} was better than last year.`, `I read about a ${word} yesterday.`].map((text) => ({ text, topic }))),
);
const CITIES = ['Porto', 'Lyon', 'Berlin', 'Oslo', 'Rome', 'Delhi', 'Lagos', 'Quito'];
const cache = memoryCache();
const { client, close } = connect(nodeHost({ cache: async () => cache }));
const topic: SuggestedTask = { task: 'topic', column: 'topic', values: 'names', names: NAMES };
const places: SuggestedTask = { task: 'places', column: 'places', values: 'spans', names: ['CITY'] };
let handle: number;

const open = async (texts: string[], states = false) => {
  const source = { kind: 'text', name: 'texts.txt', text: texts.join('\n') } as const;
  const { dataset } = await client.call('loadDataset', { source, options: { validationShare: 0 } });
  // Rows come as the data set has them.
  const rows = await client.call('rowsToLabel', { dataset, rows: texts.map((_, row) => row) });
  return { texts: rows.map(({ text }) => text), ...(await client.call('openSuggestions', { handle, dataset, states })) };
};
const given = (row: number, column: string, label: LabelledRow['labels'][0][1]): LabelledRow => ({
  row,
  labels: [[column, label]],
  skipped: false,
});

beforeAll(async () => {
  handle = (await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'auto', seed: 3 })).handle;
});
afterAll(() => close());

describe('classes', () => {
  let session: number;
  let texts: string[];
  const topicOf = (text: string) => ROWS.find((row) => row.text === text)?.topic as string;
  const learn = (changed: LabelledRow[] = [], by: NonNullable<LearnParams['ranking']>['by'] = 'leastSure') =>
    client.call('learnLabels', { session, tasks: [topic], changed, ranking: { by, task: 'topic' } });
  /** Of every class as many. */
  const isTeaching = (row: number) => row % 3 === 0;
  const right = async () => {
    const found = await client.call('suggestLabels', { session, rows: texts.map((_, row) => row) });
    return found.filter((one, row) => one.topic?.label === topicOf(texts[row])).length / texts.length;
  };

  beforeAll(async () => {
    ({ session, texts } = await open(ROWS.map(({ text }) => text)));
  });

  it('every row without a label is in the queue before texts are read, and behind those that were', async () => {
    const { session: other } = await open(ROWS.map(({ text }) => text));
    const queued = async (by: 'mixed' | 'leastSure', changed: LabelledRow[]) => {
      const { queue } = await client.call('learnLabels', { session: other, tasks: [topic], changed, ranking: { by, task: 'topic' } });
      return [...(queue?.rows ?? [])];
    };
    const all = ROWS.map((_, row) => row);
    for (const by of ['mixed', 'leastSure'] as const) expect((await queued(by, [])).sort((a, b) => a - b)).toEqual(all);
    await client.call('suggestLabels', { session: other, rows: [30, 31, 32] });
    for (const by of ['mixed', 'leastSure'] as const) {
      const rows = await queued(by, [given(31, 'topic', topicOf(texts[31]))]);
      expect([...rows].sort((a, b) => a - b)).toEqual(all.filter((row) => row !== 31));
      if (by === 'leastSure') expect(rows.slice(0, 2).sort((a, b) => a - b)).toEqual([30, 32]);
    }
    await client.call('dropSuggestions', { session: other });
  });

  it('are suggested by their names before any label, and better with labels', async () => {
    const progress: Progress[] = [];
    const read = await client.call('readToSuggest', { session, first: [3] }, { onProgress: (one) => progress.push(one) });
    expect(read).toEqual({ done: 36, rows: 36 });
    expect(progress.at(-1)).toMatchObject({ stage: 'sentences', done: 36, total: 36 });
    const { tasks } = await learn();
    expect(tasks.topic).toEqual({ rows: 0, names: true, neighbours: 0, labelled: 0, unread: 0, test: 0 });
    const byName = await right();
    expect(byName).toBeGreaterThan(0.6);
    const labelled = texts.map((text, row) => given(row, 'topic', topicOf(text)));
    const after = await learn(labelled.filter((_, row) => isTeaching(row)));
    expect(after.tasks.topic.rows).toBe(12);
    expect(await right()).toBeGreaterThanOrEqual(byName);
  });

  it('the least sure of those without a label come first', async () => {
    const { queue } = await learn([{ row: 20, labels: [], skipped: true }]);
    const rows = [...(queue?.rows ?? [])];
    const open = texts.map((_, row) => row).filter((row) => !isTeaching(row) && row !== 20);
    expect([...rows].sort((a, b) => a - b)).toEqual(open);
    const sure = (await client.call('suggestLabels', { session, rows })).map(({ topic: found }) => found.sure);
    // Of three classes the surest text is not the least sure one.
    expect(sure[0]).toBeLessThan(sure.at(-1) as number);
    expect(marginOf([0.5, 0.3, 0.2])).toBeCloseTo(0.2);
  });

  it('a class that is new is learned beside the others, and a label taken back is forgotten', async () => {
    const tasks = [{ ...topic, names: ['new', ...NAMES] }];
    const { tasks: learned } = await client.call('learnLabels', { session, tasks, changed: [given(14, 'topic', 'new')] });
    expect(learned.topic.rows).toBe(13);
    const [found] = await client.call('suggestLabels', { session, rows: [14] });
    expect(found.topic.label).toBe('new');
    const back = await client.call('learnLabels', { session, tasks: [topic], changed: [given(14, 'topic', null)] });
    expect(back.tasks.topic.rows).toBe(12);
  });

  it('how often they are right rises with labels, and is scored on texts that were not learned from', async () => {
    const rows = texts.map((_, row) => row);
    const all = rows.map((row) => given(row, 'topic', topicOf(texts[row])));
    await learn(all);
    const progress: Progress[] = [];
    const params = { session, task: topic, order: rows.toReversed(), drawn: [] };
    const curve = await client.call('labelCurve', params, { onProgress: (one) => progress.push(one) });
    expect(curve).toMatchObject({ labels: 36, scored: 36, byChance: false });
    // 1, 1/√2, 1/2, 1/√8 and 1/4 of 36, less a tenth that is scored.
    expect(curve.points.map(({ labels }) => labels)).toEqual([8, 12, 16, 23, 32]);
    const [first, last] = [curve.points[0], curve.points.at(-1) as (typeof curve.points)[0]];
    expect(last.share).toBeGreaterThanOrEqual(first.share);
    expect(last.share).toBeGreaterThan(0.6);
    expect(last.low).toBeLessThan(last.share);
    expect(progress.at(-1)).toMatchObject({ stage: 'curve', done: 49, total: 50 });
    // What the person sees meanwhile is as before.
    expect((await learn()).tasks.topic.rows).toBe(36);
    const few = await client.call('labelCurve', { ...params, task: { ...topic, column: 'other' } });
    expect(few).toMatchObject({ labels: 0, points: [], outlook: { why: expect.stringContaining('20 labelled texts') } });
  });

  it('from a hundred texts on each is averaged with those that are most like it, which names alone gain by', async () => {
    const many = ROWS.flatMap(({ text }) => [
      text,
      text.replace('was better', 'is worse'),
      text.replace('yesterday', 'online'),
      `${text} So it was.`,
    ]);
    const own = await open([...new Set(many)]);
    expect(own.texts.length).toBeGreaterThan(100);
    const learnOwn = () => client.call('learnLabels', { session: own.session, tasks: [topic], changed: [] });
    expect((await learnOwn()).tasks.topic.neighbours).toBe(0);
    await client.call('readToSuggest', { session: own.session, first: [] });
    expect((await learnOwn()).tasks.topic.neighbours).toBe(10);
    const wordOf = (text: string) => NAMES.find((name) => TOPICS[name as keyof typeof TOPICS].some((word) => text.includes(word)));
    const found = await client.call('suggestLabels', { session: own.session, rows: own.texts.map((_, row) => row) });
    const share = found.filter((one, row) => one.topic.label === wordOf(own.texts[row])).length / own.texts.length;
    expect(share).toBeGreaterThan(0.8);
  });

  it('says how many labelled texts were left out, and why', async () => {
    const own = await open(ROWS.map(({ text }) => `${text} Indeed.`));
    const labelled = own.texts.slice(0, 20).map((text, row) => given(row, 'topic', topicOf(text.replace(' Indeed.', ''))));
    const { tasks } = await client.call('learnLabels', { session: own.session, tasks: [topic], changed: labelled });
    // As many as are read at once; the others come in the background.
    expect(tasks.topic).toMatchObject({ rows: 8, labelled: 20, unread: 12, test: 0 });
    const [read, unread] = await client.call('suggestLabels', { session: own.session, rows: [19, 2], leaveUnread: true });
    expect(read.topic.label).toBe(labelled[19].labels[0][1]);
    expect(unread).toEqual({});
  });

  it('what was read is there in the next visit', async () => {
    const again = await open(ROWS.map(({ text }) => text));
    expect(again).toMatchObject({ done: 36, rows: 36 });
    const other = await open(['Something else.', 'And more.']);
    expect(other).toMatchObject({ done: 0, rows: 2 });
  });

  it('says so while texts of an earlier visit are still being compared', async () => {
    let end = () => {};
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const catchUp = vi.spyOn(Surroundings.prototype, 'catchUp').mockReturnValueOnce(held);
    const again = await open(ROWS.map(({ text }) => text));
    const learnAgain = () => client.call('learnLabels', { session: again.session, tasks: [topic], changed: [] });
    expect(await learnAgain()).toMatchObject({ comparing: true, tasks: { topic: { names: true } } });
    end();
    await held;
    expect(await learnAgain()).not.toHaveProperty('comparing');
    expect(catchUp).toHaveBeenCalledTimes(1);
    catchUp.mockRestore();
  });

  it('reading that is stopped goes on where it was', async () => {
    const many = Array.from({ length: 130 }, (_, i) => `Text number ${i} is about something.`);
    const own = await open(many);
    const controller = new AbortController();
    const reading = client.call(
      'readToSuggest',
      { session: own.session, first: [] },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    const { done } = await reading;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(130);
    expect((await open(many)).done).toBe(done);
    expect(await client.call('readToSuggest', { session: own.session, first: [] })).toEqual({ done: 130, rows: 130 });
  });
});

it('entities are found after a few texts have been marked, and the least sure texts come first', async () => {
  const all = CITIES.flatMap((city) => [
    `She flew to ${city} in May.`,
    `The office in ${city} is closed.`,
    `Nobody was there on Monday.${city.length}`,
  ]);
  const { session, texts } = await open(all, true);
  const spansOf = (text: string) => {
    const city = CITIES.find((name) => text.includes(name));
    const start = city ? text.indexOf(city) : 0;
    return city ? [{ start, end: start + city.length, label: 'CITY' }] : [];
  };
  await client.call('readToSuggest', { session, first: [] });
  const learn = (changed: LabelledRow[]) =>
    client.call('learnLabels', { session, tasks: [places], changed, ranking: { by: 'leastSure', task: 'places' } });
  expect((await learn([])).tasks).toEqual({});
  const { tasks, queue } = await learn(texts.slice(0, 12).map((text, row) => given(row, 'places', spansOf(text))));
  expect(tasks.places).toEqual({ rows: 12, names: false, neighbours: 0, labelled: 12, unread: 0, test: 0 });
  expect([...(queue?.rows ?? [])].sort((a, b) => a - b)).toEqual(texts.map((_, row) => row).slice(12));
  const rows = texts.map((_, row) => row).slice(12);
  const found = await client.call('suggestLabels', { session, rows });
  const same = found.filter((one, i) => JSON.stringify(one.places.label) === JSON.stringify(spansOf(texts[rows[i]])));
  expect(same.length / rows.length).toBeGreaterThan(0.6);
});
