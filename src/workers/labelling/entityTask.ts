/** Entities: logistic regression on the states of word pieces, of the texts whose entities are marked. */
import type { Span } from '../../data/dataset';
import type { EncodedText } from '../../inference/reading';
import { LinearLearner } from '../../labelling/linearLearner';
import type { CpuTensor } from '../../nn/ops';
import { completeEntities } from '../../tasks/entities/config';
import { entities } from '../../tasks/entities/entities';
import { settleUnits } from '../../tasks/entities/settle';
import { entityTargets } from '../../tasks/entities/targets';
import type { EncoderShape, Head } from '../../tasks/head';
import type { TrainingRow } from '../../tasks/kind';
import { spansOf } from '../../tasks/shared/gold';
import type { RowFeatures } from '../../train/data/rowFeatures';
import type { SuggestedTask } from '../protocol';
import { headOf, type LabelledGold, type LearnTurn, MOST_PRODUCTS, NOTHING, type TaskLearner } from './taskLearner';

/** Of states at length 1. */
const C = 30;

export class EntityTask implements TaskLearner {
  head: Head | undefined;
  from = NOTHING;
  private readonly learner: LinearLearner;

  constructor(
    private readonly shape: EncoderShape,
    private readonly features: RowFeatures,
    private readonly textOf: (row: number) => EncodedText,
  ) {
    this.learner = new LinearLearner('softmax', shape.hiddenSize);
  }

  async learn({ task, names }: SuggestedTask, labelled: LabelledGold[], turn: LearnTurn): Promise<void> {
    const rows = labelled.flatMap(({ row, gold }) => {
      const spans = spansOf(gold);
      return spans?.every(({ label }) => names.includes(label)) ? [{ row, spans }] : [];
    });
    // What no text has an example of cannot be found in others.
    const isKnown = names.length > 0 && rows.some(({ spans }) => spans.length > 0);
    if (!isKnown) {
      this.from = NOTHING;
      this.head = undefined;
      return;
    }
    const config = settleUnits(completeEntities({ kind: 'entities', types: [...names], layers: 'last' }), this.trainingRows(rows));
    const outputs = config.labels.length;
    const { hiddenSize } = this.shape;
    const most = MOST_PRODUCTS / (outputs * hiddenSize);
    const [states, golds]: [Float32Array[], number[]] = [[], []];
    let used = 0;
    for (const { row, spans } of rows) {
      const own = this.features.statesOf(row);
      if (!own || golds.length > most) continue;
      used++;
      for (const [piece, gold] of entityTargets(spans, this.textOf(row), config).values.entries()) {
        if (gold === entities.target.filler) continue;
        states.push(own.subarray(piece * hiddenSize, (piece + 1) * hiddenSize));
        golds.push(gold);
      }
    }
    this.from = { ...NOTHING, rows: used };
    const count = golds.length;
    const x = new Float32Array(count * hiddenSize);
    const targets = new Float64Array(count * outputs);
    for (const [i, gold] of golds.entries()) {
      x.set(states[i], i * hiddenSize);
      targets[i * outputs + gold] = 1;
    }
    await this.learner.learn(config.labels, { x, count, targets, weights: new Float64Array(count).fill(1) }, { C, ...turn });
    this.head = headOf(task, config, this.shape, this.learner);
  }

  inputOf(row: number): CpuTensor | undefined {
    const data = this.features.statesOf(row);
    const { hiddenSize } = this.shape;
    return data && { shape: [data.length / hiddenSize, hiddenSize], data };
  }

  private *trainingRows(rows: { row: number; spans: Span[] }[]): Generator<TrainingRow<Span[]>> {
    for (const { row, spans } of rows) {
      const text = this.textOf(row);
      yield { gold: spans, source: text.text, read: () => text };
    }
  }
}
