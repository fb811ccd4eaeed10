/** What a model is worth on a split, each task on its own. */
import type { ClassificationMetrics, Scores } from './classification';
import { EntityCounter } from './entities';

export interface TaskAMetrics extends ClassificationMetrics {
  /** Mean cross-entropy. */
  loss: number;
}

export interface TaskBMetrics {
  loss: number;
  /** Share of words whose tag is right. */
  tokenAccuracy: number;
  /** Entities as seqeval counts them by default, micro-averaged. */
  precision: number;
  recall: number;
  f1: number;
  perType: Record<string, Scores>;
  /** Entities in seqeval's strict mode, scheme IOB2. */
  strict: Scores;
  /** Words that have a gold tag. */
  count: number;
}

export interface Metrics {
  taskA?: TaskAMetrics;
  taskB?: TaskBMetrics;
}

/** Scores tag sequences one sentence at a time. */
export class TagScorer {
  private readonly lenient = new EntityCounter('default');
  private readonly strict = new EntityCounter('strict');
  private words = 0;
  private right = 0;

  add(gold: string[], predicted: string[]): void {
    this.lenient.add(gold, predicted);
    this.strict.add(gold, predicted);
    this.words += gold.length;
    this.right += gold.filter((tag, i) => tag === predicted[i]).length;
  }

  metrics(loss: number): TaskBMetrics {
    const { precision, recall, f1, perType } = this.lenient.scores();
    const { perType: _, ...strict } = this.strict.scores();
    return {
      loss,
      tokenAccuracy: this.words === 0 ? 0 : this.right / this.words,
      precision,
      recall,
      f1,
      perType,
      strict,
      count: this.words,
    };
  }
}
