/** Against a count with Python's sets, and against seqeval (reference/metrics_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { near } from '../../testing/near';
import { SpanCounter, type SpanScores } from './spans';

type Triple = [start: number, end: number, label: string];

interface Case {
  examples: { gold: Triple[]; predicted: Triple[] }[];
  scores: SpanScores;
}

const fixture = JSON.parse(readFileSync('reference/fixtures/metrics.json', 'utf8')) as { spans: Case[]; seqevalSpans: Case[] };
const toSpans = (triples: Triple[]) => triples.map(([start, end, label]) => ({ start, end, label }));

describe('SpanCounter', () => {
  for (const [against, cases] of [
    ['sets', fixture.spans],
    ['seqeval', fixture.seqevalSpans],
  ] as const) {
    for (const [i, { examples, scores }] of cases.entries()) {
      it(`case ${i}: as ${against}`, () => {
        const counter = new SpanCounter();
        for (const { gold, predicted } of examples) counter.add(toSpans(gold), toSpans(predicted));
        expect(counter.scores()).toEqual(near(scores));
      });
    }
  }

  it('the fixture has spans that are given twice, in gold and in predictions', () => {
    const repeats = (spans: Triple[]) => new Set(spans.map(String)).size < spans.length;
    const examples = fixture.spans.flatMap((group) => group.examples);
    expect(examples.filter(({ gold }) => repeats(gold)).length).toBeGreaterThan(20);
    expect(examples.filter(({ predicted }) => repeats(predicted)).length).toBeGreaterThan(20);
  });

  it('does not take spans of one example for those of another', () => {
    const counter = new SpanCounter();
    const span = { start: 0, end: 2, label: 'PER' };
    counter.add([span], []);
    counter.add([], [span]);
    expect(counter.scores()).toMatchObject({ precision: 0, recall: 0, f1: 0, support: 1 });
  });
});
