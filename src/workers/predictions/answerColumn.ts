/** One task's answers for the rows of a set: labels, and how sure they are. No outputs of the head are kept. */
import type { Label, Span } from '../../data/dataset';
import { namesIn } from '../../data/labelSets';
import type { Head } from '../../tasks/head';
import type { ReadText } from '../../tasks/text';
import type { PredictedAnswer, PredictedTask } from '../protocol';

export class AnswerColumn {
  readonly task: PredictedTask;
  private readonly labels: (Label | undefined)[] = [];
  private readonly scores: (number | number[] | undefined)[] = [];
  /** NaN where there is none. */
  private readonly confidences: Float64Array;

  constructor(
    private readonly head: Head,
    rows: number,
  ) {
    const { name, kind, config } = head;
    this.task = { name, config, values: kind.values, confident: kind.certainty !== undefined };
    this.confidences = new Float64Array(rows).fill(Number.NaN);
  }

  /** @param outputs of the head for one text, as its kind's `decode` takes them */
  put(row: number, outputs: Float32Array, text: ReadText): void {
    const { kind, config } = this.head;
    const answer = kind.decode(outputs, text, config);
    const label = kind.label(answer);
    const certainty = kind.certainty?.(answer, text, config);
    this.labels[row] = label;
    if (!certainty) return;
    this.confidences[row] = certainty.confidence;
    this.scores[row] = certainty.scores;
    if (!isEmptySpan(label)) return;
    // A stretch of no length is no answer.
    this.labels[row] = [];
    this.scores[row] = [];
  }

  answer(row: number): PredictedAnswer | undefined {
    const label = this.labels[row];
    if (label === undefined) return undefined;
    const scores = this.scores[row];
    return { label, ...(scores === undefined ? {} : { scores, confidence: this.confidences[row] }) };
  }

  /** NaN where there is none. */
  confidence(row: number): number {
    return this.confidences[row];
  }

  isUnsure(row: number, threshold: number | undefined): boolean {
    return threshold !== undefined && this.confidences[row] < threshold;
  }

  /** @param name undefined for an empty list */
  has(row: number, name: string | undefined): boolean {
    const label = this.labels[row];
    return name === undefined ? isEmptyList(label) : namesIn(label).includes(name);
  }

  count(rows: number, threshold: number | undefined) {
    const names = new Map<string, number>();
    let [none, unsure, unanswered] = [0, 0, 0];
    for (let row = 0; row < rows; row++) {
      const label = this.labels[row];
      if (label === undefined) unanswered++;
      else if (isEmptyList(label)) none++;
      for (const name of new Set(namesIn(label))) names.set(name, (names.get(name) ?? 0) + 1);
      if (this.isUnsure(row, threshold)) unsure++;
    }
    return { names: [...names].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)), none, unsure, unanswered };
  }
}

const isEmptyList = (label: Label | undefined): boolean => Array.isArray(label) && label.length === 0;

const isEmptySpan = (label: Label): boolean =>
  Array.isArray(label) && label.length === 1 && typeof label[0] === 'object' && (label[0] as Span).end <= label[0].start;
