/** Precision, recall and F1 of labelled spans: one counts where start, end and label are all the same. */
import type { Span } from '../../data/dataset';
import { type ClassScores, scores } from './classification';

export interface SpanScores extends ClassScores {
  perType: Record<string, ClassScores>;
}

export interface SpanCounts {
  right: number;
  predicted: number;
  /** In the gold. */
  support: number;
}

/** Adds up examples one at a time. */
export class SpanCounter {
  private readonly counts = new Map<string, SpanCounts>();

  /** @param gold the spans of one example, in any order; a span that is given twice counts once; @param predicted likewise */
  add(gold: Span[], predicted: Span[]): void {
    const there = distinct(gold);
    const said = distinct(predicted);
    for (const { label } of there.values()) this.of(label).support++;
    for (const [key, { label }] of said) {
      this.of(label).predicted++;
      if (there.has(key)) this.of(label).right++;
    }
  }

  /** Micro-averaged, and for every label. */
  scores(): SpanScores {
    const { right: all, predicted: said, support: there } = this.totals();
    const perType = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      ...scores(all, said, there),
      perType: Object.fromEntries(perType.map(([label, { right, predicted, support }]) => [label, scores(right, predicted, support)])),
    };
  }

  /** Of all labels together. */
  totals(): SpanCounts {
    const sums = { right: 0, predicted: 0, support: 0 };
    for (const { right, predicted, support } of this.counts.values()) {
      sums.right += right;
      sums.predicted += predicted;
      sums.support += support;
    }
    return sums;
  }

  private of(label: string) {
    const counts = this.counts.get(label) ?? { right: 0, predicted: 0, support: 0 };
    this.counts.set(label, counts);
    return counts;
  }
}

const distinct = (spans: Span[]) => new Map(spans.map((span) => [`${span.start}:${span.end}:${span.label}`, span]));
