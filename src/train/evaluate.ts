/** What the heads say of a split's kept features, and how much of it is right. */
import type { Backend, Program, Store } from '../autodiff/backend';
import { gatherRows } from '../autodiff/ops/gatherRows';
import { Tape, type Value } from '../autodiff/tape';
import type { Example } from '../data/dataset';
import { argmax } from '../nn/heads/head';
import { forwardHead } from '../nn/heads/instance';
import { decodeIob2 } from '../nn/heads/iob2';
import { IGNORE_INDEX } from '../nn/losses';
import { tapeOps } from '../nn/tapeOps';
import type { EncodedSplit } from './encodedSplit';
import type { Features } from './features';
import { classificationMetrics } from './metrics/classification';
import { type Metrics, TagScorer } from './metrics/metrics';
import type { Task } from './task';

export interface Evaluation {
  metrics: Metrics;
  /** [sentences], the predicted class; −1 where there is no gold one. Absent without Task A. */
  classIds?: Int32Array<ArrayBuffer>;
}

/** A split with its features, as it is evaluated again and again. */
export interface EvaluatedSplit {
  examples: Example[];
  encoded: EncodedSplit;
  features: Features;
}

/** Rows that go through a head at a time. */
const CHUNK = 1024;

export class Evaluator {
  private readonly tables: Record<'sentence' | 'token', Store>;
  private readonly forwards = new Map<Task, { program: Program; rows: Store; logits: Store }>();

  constructor(
    private readonly backend: Backend,
    private readonly split: EvaluatedSplit,
    /** Where a parameter lies. */
    private readonly parameter: (name: string) => Store,
  ) {
    const { pooled, tokens } = split.features;
    this.tables = { sentence: backend.store(pooled), token: backend.store(tokens) };
  }

  /** Takes the features of an encoder that has changed. */
  update({ pooled, tokens }: Features): void {
    this.tables.sentence.write(pooled);
    this.tables.token.write(tokens);
  }

  /** @param tasks those that have no gold label in this split are left out of the metrics */
  async evaluate(tasks: Task[]): Promise<Evaluation> {
    const result: Evaluation = { metrics: {} };
    for (const task of tasks) {
      if (task.name === 'taskA') await this.evaluateClasses(task, result);
      else await this.evaluateTags(task, result);
    }
    return result;
  }

  private async evaluateClasses(task: Task, result: Evaluation): Promise<void> {
    const { classIds: gold, count } = this.split.encoded;
    const rows = Array.from({ length: count }, (_, i) => i).filter((i) => gold[i] !== IGNORE_INDEX);
    if (rows.length === 0) return;
    const { outputs } = task.head;
    const logits = await this.logits(task, rows);
    const predicted = new Int32Array(count).fill(-1);
    const loss = new MeanLoss();
    for (const [i, row] of rows.entries()) {
      const scores = logits.subarray(i * outputs, (i + 1) * outputs);
      predicted[row] = argmax(scores);
      loss.add(scores, gold[row]);
    }
    result.metrics.taskA = { ...classificationMetrics(gold, predicted, outputs), loss: loss.mean };
    result.classIds = predicted;
  }

  private async evaluateTags(task: Task, result: Evaluation): Promise<void> {
    const { examples, encoded } = this.split;
    const { firstWord, tagIds, wordRow } = encoded;
    if (tagIds.length === 0) return;
    const { outputs, config } = task.head;
    const tags = config.labels as string[];
    const logits = await this.logits(
      task,
      Array.from(wordRow).filter((row) => row >= 0),
    );
    const scorer = new TagScorer();
    const loss = new MeanLoss();
    let at = 0;
    for (const [i, { tags: gold }] of examples.entries()) {
      if (!gold) continue;
      const scores: Float32Array[] = [];
      const words: number[] = [];
      for (let word = firstWord[i]; word < firstWord[i + 1]; word++) {
        if (wordRow[word] < 0) continue;
        const row = logits.subarray(at * outputs, (at + 1) * outputs);
        at++;
        scores.push(row);
        words.push(word - firstWord[i]);
        if (tagIds[word] !== IGNORE_INDEX) loss.add(row, tagIds[word]);
      }
      // What lies beyond the model's limit was not looked at: no entity was found there.
      const predicted = gold.map(() => 'O');
      const best = config.decoding === 'iob2' ? decodeIob2(scores, tags) : scores.map(argmax);
      for (const [k, word] of words.entries()) predicted[word] = tags[best[k]];
      scorer.add(gold, predicted);
    }
    result.metrics.taskB = scorer.metrics(loss.mean);
  }

  private async logits(task: Task, rows: number[]): Promise<Float32Array> {
    const { program, rows: input, logits } = this.forward(task);
    const { outputs } = task.head;
    const all = new Float32Array(rows.length * outputs);
    for (let from = 0; from < rows.length; from += CHUNK) {
      const chunk = new Uint32Array(CHUNK);
      const part = rows.slice(from, from + CHUNK);
      chunk.set(part);
      input.write(chunk);
      program.run();
      all.set((await logits.read()).subarray(0, part.length * outputs), from * outputs);
    }
    return all;
  }

  private forward(task: Task) {
    const known = this.forwards.get(task);
    if (known) return known;
    const { backend } = this;
    const { head } = task;
    const { hidden, tokenWidth } = this.split.features;
    const tape = new Tape();
    const places = new Map<Value, Store>();
    const place = (value: Value, store: Store) => {
      places.set(value, store);
      return value;
    };
    const width = head.type.level === 'sentence' ? hidden : tokenWidth;
    const table = this.tables[head.type.level];
    const stores = { rows: backend.store(CHUNK), logits: backend.store(CHUNK * head.outputs) };
    const rows = place(tape.input('rows', [CHUNK]), stores.rows);
    const features = tape.apply(gatherRows, [place(tape.input('table', [table.length / width, width]), table), rows], {});
    const named = new Map([...head.parameters].map(([name, tensor]) => [tensor, `${head.name}.${name}`]));
    const logits = forwardHead(head, tapeOps(tape, undefined, 0), features, (tensor) => {
      const name = named.get(tensor) ?? '';
      return place(tape.parameter(name, tensor.shape, false), this.parameter(name));
    });
    place(logits, stores.logits);
    const forward = { program: backend.compile(tape, [logits], places), ...stores };
    this.forwards.set(task, forward);
    return forward;
  }

  destroy(): void {
    for (const store of Object.values(this.tables)) store.destroy();
    for (const { program, rows, logits } of this.forwards.values()) for (const held of [program, rows, logits]) held.destroy();
  }
}

/** Mean cross-entropy of rows of logits. */
class MeanLoss {
  private sum = 0;
  private count = 0;

  add(logits: Float32Array, label: number): void {
    const top = logits.reduce((a, b) => Math.max(a, b));
    this.sum += top + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - top), 0)) - logits[label];
    this.count++;
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }
}
