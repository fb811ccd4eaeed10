/**
 * One class or several for each text: logistic regression on the texts' vectors. Where each has one class, the names of classes are
 * examples as well, and what is read is each text as those around it see it.
 */
import type { Label } from '../../data/dataset';
import { TandemError } from '../../errors';
import { normalise } from '../../explore/vectors';
import { LinearLearner } from '../../labelling/linearLearner';
import type { CpuTensor } from '../../nn/ops';
import { priorOf } from '../../tasks/classification/names';
import type { EncoderShape, Head } from '../../tasks/head';
import type { Prior } from '../../tasks/shared/solveHead';
import { NEIGHBOURS } from '../../tasks/shared/unlabelled/neighbourhood';
import type { RowFeatures } from '../../train/data/rowFeatures';
import type { SuggestedTask } from '../protocol';
import { ALONE, type Sight, type Surroundings } from './surroundings';
import { headOf, type LabelledGold, type LearnTurn, MOST_PRODUCTS, NOTHING, type TaskLearner } from './taskLearner';

/** Of heads that begin with names, where there are too few rows to choose it by. */
const C = 10;
/** Labelled rows that the name of a class weighs as much as. */
const NAME_WEIGHT = 1;

export class SentenceTask implements TaskLearner {
  head: Head | undefined;
  from = NOTHING;
  private readonly learner: LinearLearner;
  /** How the head reads texts. */
  private sight: Sight = ALONE;

  /** @param embed pooled vectors of other texts */
  constructor(
    private readonly kind: 'classification' | 'multiLabel',
    private readonly shape: EncoderShape,
    private readonly features: RowFeatures,
    private readonly surroundings: Surroundings,
    private readonly embed: (texts: string[]) => Promise<Float32Array>,
  ) {
    this.learner = new LinearLearner(kind === 'classification' ? 'softmax' : 'sigmoid', features.width);
  }

  async learn({ task, names }: SuggestedTask, labelled: LabelledGold[], turn: LearnTurn): Promise<void> {
    const { kind, features, surroundings } = this;
    const { width } = features;
    const most = Math.ceil(MOST_PRODUCTS / (Math.max(1, names.length) * width));
    const places = new Map(names.map((name, place) => [name, place]));
    const rows = labelled
      .map(({ row, gold }) => ({ row, ids: idsOf(gold, places) }))
      .filter(({ ids }) => kind === 'multiLabel' || ids.length === 1)
      .slice(0, most);
    const prior =
      kind === 'classification'
        ? await this.prior(
            names,
            rows.flatMap(({ ids }) => ids),
          )
        : undefined;
    const sight = kind === 'classification' ? surroundings.sight(rows.length, names.length) : ALONE;
    this.from = { rows: rows.length, names: prior !== undefined, neighbours: sight.share > 0 ? NEIGHBOURS : 0, among: surroundings.among };
    if (names.length < FEWEST_NAMES[kind] || (rows.length === 0 && !prior)) {
      this.head = undefined;
      return;
    }
    const count = rows.length + (prior?.weights.length ?? 0);
    const x = new Float32Array(count * width);
    const targets = new Float64Array(count * names.length);
    const weights = new Float64Array(count).fill(1);
    for (const [i, { row, ids }] of rows.entries()) {
      x.set(surroundings.around(row, sight), i * width);
      for (const id of ids) targets[i * names.length + id] = 1;
    }
    if (prior) {
      const examples = Float32Array.from(prior.features);
      normalise({ data: examples, count: prior.weights.length, size: width });
      x.set(surroundings.aroundOthers(examples, sight), rows.length * width);
      targets.set(prior.targets, rows.length * names.length);
      weights.set(
        prior.weights.map((weight, i) => (i < prior.fixed ? weight : NAME_WEIGHT * weight)),
        rows.length,
      );
    }
    await this.learner.learn(names, { x, count, targets, weights }, { C, ...turn });
    const head = kind === 'classification' ? 'names' : 'logistic';
    this.head = headOf(task, { kind, labels: [...names], head }, this.shape, this.learner);
    this.sight = sight;
  }

  inputOf(row: number): CpuTensor {
    return { shape: [1, this.features.width], data: this.surroundings.around(row, this.sight) };
  }

  /** @returns undefined where names say nothing */
  private async prior(labels: string[], ids: number[]): Promise<Prior | undefined> {
    if (labels.length < FEWEST_NAMES.classification) return undefined;
    try {
      return (await priorOf({ labels }, ids, async (texts) => ({ last: await this.embed(texts) }))).prior;
    } catch (thrown) {
      // A class of which nothing is known, before any label: labels have to come first.
      if (thrown instanceof TandemError && thrown.code === 'bad-input') return undefined;
      throw thrown;
    }
  }
}

const FEWEST_NAMES = { classification: 2, multiLabel: 1 };

function idsOf(gold: Label, places: ReadonlyMap<string, number>): number[] {
  const names = typeof gold === 'string' ? [gold] : Array.isArray(gold) ? gold : [];
  return names.flatMap((name) => (typeof name === 'string' ? (places.get(name) ?? []) : []));
}
