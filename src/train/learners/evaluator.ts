/**
 * What the heads answer on a split's kept features, and how good that is: answers are decoded as Predict decodes them, and
 * scored as they are.
 */
import type { Backend, Store } from '../../autodiff/backend';
import type { Label } from '../../data/dataset';
import type { EncodedText } from '../../inference/reading';
import { featuresOf, isReadable } from '../../tasks/head';
import type { Scored, TaskConfig } from '../../tasks/kind';
import type { Metrics } from '../../tasks/taskMetrics';
import type { ReadText } from '../../tasks/text';
import { targetRows } from '../data/encodedSplit';
import type { FeatureSource } from '../data/featureTable';
import type { PreparedSplit } from '../data/prepare';
import type { Task } from '../plan/task';
import { FeatureStores } from '../step/featureStores';
import { type EvaluatedRows, HeadForward } from './headForward';

export interface Evaluated {
  metrics: Metrics;
  /** More than numbers, by task: for the views of its kind. */
  details: Record<string, unknown>;
  /** Configs that the rows have calibrated, by task. */
  configs: Record<string, TaskConfig>;
  /** Every scored example, by task. */
  scored: Record<string, Scored<Label, unknown>[]>;
  /** What their answers were decoded from. */
  outputs: Record<string, Float32Array[]>;
  /** Their places in the split. */
  rows: Record<string, number[]>;
}

export const emptyEvaluated = (): Evaluated => ({
  metrics: Object.create(null),
  details: Object.create(null),
  configs: Object.create(null),
  scored: Object.create(null),
  outputs: Object.create(null),
  rows: Object.create(null),
});

/** What a head says of the labelled examples, and the sum of its losses with what that is a sum over. */
interface Answered {
  labelled: number[];
  outputs: Float32Array[];
  sum: number;
  weight: number;
}

const nothing = (): Answered => ({ labelled: [], outputs: [], sum: 0, weight: 0 });

/** Rows that go through a head at a time. */
const CHUNK = 1024;

export class Evaluator {
  private readonly kept: FeatureStores;
  private readonly forwards = new Map<string, HeadForward>();

  constructor(
    private readonly backend: Backend,
    private readonly split: Omit<PreparedSplit, 'features'> & { features: FeatureSource },
    /** Where a parameter lies. */
    private readonly parameter: (name: string) => Store,
  ) {
    this.kept = new FeatureStores(backend, split.features);
  }

  /**
   * @param tasks those that have no gold label in this split are left out
   * @param calibrate whether these rows may decide thresholds. Default: false
   */
  async evaluate(tasks: Task[], calibrate = false): Promise<Evaluated> {
    const result = emptyEvaluated();
    const answered = await this.answered(tasks);
    for (const task of tasks) {
      const { head, name } = task;
      const { labelled, outputs, sum, weight } = answered.get(name) ?? nothing();
      if (labelled.length === 0) continue;
      const loss = weight === 0 ? 0 : sum / weight;
      const golds = labelled.map((i) => this.split.examples[i].labels[name]);
      const { kind } = head;
      // What is frozen keeps its thresholds, too.
      const calibrated =
        calibrate && !task.frozen
          ? kind.calibrate?.(
              head.config,
              golds.map((gold, k) => ({ gold, outputs: outputs[k] })),
            )
          : undefined;
      const config = calibrated ?? head.config;
      const scored = labelled.map((i, k) => {
        const text = this.textOf(task, i);
        return { gold: golds[k], answer: kind.decode(outputs[k], text, config), text };
      });
      const { values, details } = kind.score(scored, config);
      result.metrics[name] = { loss, count: labelled.length, ...values };
      result.details[name] = details;
      result.configs[name] = config;
      result.scored[name] = scored;
      result.outputs[name] = outputs;
      result.rows[name] = labelled;
    }
    return result;
  }

  private textOf({ head }: Task, example: number): ReadText {
    const { words } = this.split.examples[example];
    const text = this.split.encoded.views.get(head.kind.reads[0].view)?.texts[example] as EncodedText;
    return words ? { ...text, words } : text;
  }

  /** By task, the outputs of all examples that have a label for it. */
  private async answered(tasks: Task[]): Promise<Map<string, Answered>> {
    const { examples, features } = this.split;
    const all = new Map(tasks.map(({ name }) => [name, nothing()]));
    for await (const part of features.parts(examples.length)) {
      for (const task of tasks) {
        const { head, name } = task;
        const labelled = part.filter((i) => examples[i].labels[name] !== undefined && isReadable(head, examples[i]));
        await this.answer(task, labelled, all.get(name) ?? nothing());
      }
    }
    return all;
  }

  private async answer(task: Task, examples: number[], answered: Answered): Promise<void> {
    const { head } = task;
    const { values, width, rowsOf } = targetRows(this.split.encoded, head);
    for (const part of partsOf(examples, rowsOf)) {
      const rows: EvaluatedRows = { rows: [], targets: [], bounds: [0] };
      for (const example of part) {
        const [from, to] = rowsOf(example);
        for (let row = from; row < to; row++) rows.rows.push(row);
        for (let at = from * width; at < to * width; at++) rows.targets.push(values[at]);
        rows.bounds.push(rows.rows.length);
      }
      const result = await this.forward(task, rows).run(rows);
      answered.sum += result.loss * result.weight;
      answered.weight += result.weight;
      for (const [k, example] of part.entries()) {
        answered.labelled.push(example);
        answered.outputs.push(result.outputs.slice(rows.bounds[k] * head.outputs, rows.bounds[k + 1] * head.outputs));
      }
    }
  }

  private forward(task: Task, { rows }: EvaluatedRows): HeadForward {
    const size = Math.max(1, Math.ceil(rows.length / CHUNK)) * CHUNK;
    const key = `${size} ${task.name}`;
    const known = this.forwards.get(key);
    if (known) return known;
    const tables = featuresOf(task.head).map(({ view, what }) => this.kept.get(view, what));
    const forward = new HeadForward(this.backend, task.head, tables, size, this.parameter);
    this.forwards.set(key, forward);
    return forward;
  }

  destroy(): void {
    this.kept.destroy();
    for (const forward of this.forwards.values()) forward.destroy();
  }
}

/** Examples whose rows fit into a chunk together; one that does not is a part of its own. */
function* partsOf(examples: number[], rowsOf: (example: number) => [number, number]): Generator<number[]> {
  let part: number[] = [];
  let rows = 0;
  for (const example of examples) {
    const [from, to] = rowsOf(example);
    if (part.length > 0 && (rows + to - from > CHUNK || part.length === CHUNK)) {
      yield part;
      part = [];
      rows = 0;
    }
    part.push(example);
    rows += to - from;
  }
  if (part.length > 0) yield part;
}
