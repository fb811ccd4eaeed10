/** What a head says of all texts that were read: how sure it is of each, and how many it answers otherwise than before. */

import type { EncodedText } from '../../inference/reading';
import { marginOf } from '../../labelling/ranking';
import { cpuOps } from '../../nn/cpuOps';
import type { CpuTensor } from '../../nn/ops';
import { argmax, sigmoid, softmax } from '../../nn/rows';
import type { EntitiesConfig } from '../../tasks/entities/config';
import { unitKind } from '../../tasks/entities/config';
import { unitsOf } from '../../tasks/entities/units';
import { forwardHead, type Head, levelOf } from '../../tasks/head';
import type { RowFeatures } from '../../train/data/rowFeatures';
import type { TaskLearner } from './taskLearner';

/** Rows computed at a time. */
const SLICE = 1000;
/** Texts whose word pieces are looked at: as many as can be after every label. */
const MOST_TEXTS = 3000;
/** Answers are compared with those of so many labels ago. */
const COMPARED_AFTER = 50;
/** Labels between two sets of answers that are remembered. */
const REMEMBERED_EVERY = 10;
/** Fewer texts say nothing of a share. */
const FEWEST_COMPARED = 100;

interface Remembered {
  labels: number;
  names: string[];
  /** Place of the answer among the names; −1 for rows that were not read. */
  answers: Int16Array;
}

/** What the head reads of a row; undefined where that is not known. */
type InputOf = (row: number) => CpuTensor | undefined;

export class Answers {
  private head: Head | undefined;
  private readonly known: Uint8Array;
  private readonly sureness: Float32Array;
  private probabilities = new Float32Array();
  private earlier: Remembered[] = [];

  constructor(
    /** All rows, in the order in which they are looked at. */
    private readonly order: number[],
    private readonly features: RowFeatures,
    private readonly textOf: (row: number) => EncodedText,
  ) {
    this.known = new Uint8Array(order.length);
    this.sureness = new Float32Array(order.length);
  }

  /** @param wants whether a row that is expensive to answer is worth it */
  async update(learner: TaskLearner, wants: (row: number) => boolean, pause: () => Promise<void>): Promise<void> {
    const { head } = learner;
    if (!head) return;
    this.head = head;
    this.known.fill(0);
    const inputOf = (row: number) => (this.features.has(row) ? learner.inputOf(row) : undefined);
    await (levelOf(head) === 'token' ? this.updateTokens(head, inputOf, wants, pause) : this.updateSentences(head, inputOf, pause));
  }

  knows(row: number): boolean {
    return this.known[row] === 1;
  }

  surenessOf = (rows: number[]): Float32Array => Float32Array.from(rows, (row) => this.sureness[row]);

  /** [rows, outputs] of classes. */
  probabilitiesOf(rows: number[]): Float32Array {
    const outputs = this.head?.outputs ?? 0;
    const found = new Float32Array(rows.length * outputs);
    for (const [i, row] of rows.entries()) found.set(this.probabilities.subarray(row * outputs, (row + 1) * outputs), i * outputs);
    return found;
  }

  /** @param labels that the head has learned from @returns nothing where there are too few to say */
  changed(labels: number): { changed?: { labels: number; share: number } } {
    if (this.head?.kind.kind !== 'classification') return {};
    const names = this.head.kind.known?.(this.head.config) ?? [];
    const now = this.current();
    this.earlier = this.earlier.filter((one) => one.labels < labels);
    const before = this.earlier.findLast((one) => labels - one.labels >= COMPARED_AFTER);
    if (labels - (this.earlier.at(-1)?.labels ?? 0) >= REMEMBERED_EVERY || this.earlier.length === 0)
      this.earlier.push({ labels, names, answers: now });
    this.earlier = this.earlier.filter((one) => one === before || labels - one.labels <= COMPARED_AFTER + REMEMBERED_EVERY);
    if (!before) return {};
    let [compared, different] = [0, 0];
    for (let row = 0; row < this.order.length; row++) {
      if (now[row] < 0 || before.answers[row] < 0) continue;
      compared++;
      if (names[now[row]] !== before.names[before.answers[row]]) different++;
    }
    return compared < FEWEST_COMPARED ? {} : { changed: { labels: labels - before.labels, share: different / compared } };
  }

  private current(): Int16Array {
    const outputs = this.head?.outputs ?? 1;
    return Int16Array.from({ length: this.order.length }, (_, row) =>
      this.known[row] === 0 ? -1 : argmax(this.probabilities.subarray(row * outputs, (row + 1) * outputs)),
    );
  }

  private async updateSentences(head: Head, inputOf: InputOf, pause: () => Promise<void>): Promise<void> {
    const { width } = this.features;
    const { outputs } = head;
    const isClass = head.kind.kind === 'classification';
    if (this.probabilities.length !== this.order.length * outputs) this.probabilities = new Float32Array(this.order.length * outputs);
    for (let from = 0; from < this.order.length; from += SLICE) {
      const end = Math.min(this.order.length, from + SLICE);
      const rows: number[] = [];
      const slice = new Float32Array((end - from) * width);
      for (let row = from; row < end; row++) {
        const input = inputOf(row);
        if (input) slice.set(input.data, width * (rows.push(row) - 1));
      }
      const read = { shape: [rows.length, width], data: slice.subarray(0, rows.length * width) };
      const { data } = forwardHead(head, cpuOps, [read], (parameter) => parameter);
      for (const [i, row] of rows.entries()) {
        const logits = data.subarray(i * outputs, (i + 1) * outputs);
        const probabilities = isClass ? softmax(logits) : Array.from(logits, sigmoid);
        this.probabilities.set(probabilities, row * outputs);
        this.sureness[row] = isClass ? marginOf(probabilities) : Math.min(...probabilities.map((p) => Math.abs(2 * p - 1)));
        this.known[row] = 1;
      }
      await pause();
    }
  }

  /** Of each text without a label, its least sure word. */
  private async updateTokens(head: Head, inputOf: InputOf, wants: (row: number) => boolean, pause: () => Promise<void>): Promise<void> {
    const { outputs } = head;
    const kind = unitKind(head.config as EntitiesConfig);
    let left = MOST_TEXTS;
    for (const row of this.order) {
      if (left === 0) return;
      const states = wants(row) ? inputOf(row) : undefined;
      if (!states) continue;
      left--;
      const { data } = forwardHead(head, cpuOps, [states], (parameter) => parameter);
      const sure = unitsOf(this.textOf(row), kind).map(({ first }) =>
        Math.max(...softmax(data.subarray(first * outputs, (first + 1) * outputs))),
      );
      this.sureness[row] = sure.reduce((least, one) => Math.min(least, one), 1);
      this.known[row] = 1;
      await pause();
    }
  }
}
