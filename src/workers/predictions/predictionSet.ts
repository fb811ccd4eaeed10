/** Texts with the answers of all heads, of which a page looks at some rows in some order. */
import type { TextInput } from '../../inference/reading';
import type { Head } from '../../tasks/head';
import type { PredictedRow, PredictionCounts, PredictionView } from '../protocol';
import { AnswerColumn } from './answerColumn';

export interface PredictedText extends TextInput {
  /** The file's own words. */
  words?: Uint32Array;
}

export class PredictionSet {
  readonly columns: AnswerColumn[];
  readonly truncated: Uint8Array;
  /** Rows [0, done) are answered. */
  done = 0;
  seconds = 0;
  private latest: { key: string; rows: Uint32Array } | undefined;

  constructor(
    readonly name: string,
    readonly texts: PredictedText[],
    readonly heads: Head[],
  ) {
    this.columns = heads.map((head) => new AnswerColumn(head, texts.length));
    this.truncated = new Uint8Array(texts.length);
  }

  rows(view: PredictionView, from: number, count: number): PredictedRow[] {
    return Array.from(this.matching(view).subarray(from, from + count), (index) => {
      const { text, other } = this.texts[index];
      return {
        index,
        text,
        ...(other === undefined ? {} : { other }),
        truncated: this.truncated[index] === 1,
        answers: this.columns.map((column) => column.answer(index)),
      };
    });
  }

  /** Places of the view's rows in the file, in its order. */
  order(view: PredictionView): Uint32Array {
    return this.matching(view).slice();
  }

  counts(view: PredictionView): PredictionCounts {
    const { done, columns } = this;
    const { threshold } = view;
    let unsure = 0;
    for (let row = 0; row < done; row++) if (columns.some((column) => column.isUnsure(row, threshold))) unsure++;
    return { rows: this.matching(view).length, done, unsure, tasks: columns.map((column) => column.count(done, threshold)) };
  }

  /** Rows of the view, in its order. */
  private matching(view: PredictionView): Uint32Array {
    const key = JSON.stringify([this.done, view]);
    if (this.latest?.key !== key) this.latest = { key, rows: this.find(view) };
    return this.latest.rows;
  }

  private find({ order, label, threshold, unsure = false }: PredictionView): Uint32Array {
    const labelled = label && this.column(label.task);
    const checked = labelled ? [labelled] : this.columns;
    const found: number[] = [];
    for (let row = 0; row < this.done; row++) {
      if (labelled && !labelled.has(row, label.name)) continue;
      if (unsure && !checked.some((column) => column.isUnsure(row, threshold))) continue;
      found.push(row);
    }
    const sorted = order && this.column(order.task);
    if (sorted) {
      const sign = order.first === 'least' ? 1 : -1;
      // What has no confidence stands at the end either way.
      const key = (row: number) => (Number.isNaN(sorted.confidence(row)) ? Number.POSITIVE_INFINITY : sign * sorted.confidence(row));
      const keys = Float64Array.from(found, key);
      const places = Uint32Array.from(found, (_, i) => i);
      // Equals stay in the order of the file.
      places.sort((a, b) => (keys[a] === keys[b] ? a - b : keys[a] - keys[b]));
      return places.map((place) => found[place]);
    }
    return Uint32Array.from(found);
  }

  private column(task: string): AnswerColumn | undefined {
    return this.columns.find((column) => column.task.name === task);
  }
}
