/** Layers of the encoder learn together with the heads. */
import type { Recipe } from './recipe';
import { ENOUGH_TO_COMPARE, labelsOf, type Situation } from './situation';
import { encoderRate, epochsFor, validationOf } from './sizes';

const STEPS = 200;
const MOST_EPOCHS = 100;
/** Rows per batch: of fewer rows, smaller batches make as many steps in less time. */
const batchSizeFor = (rows: number): number => {
  if (rows < 64) return 8;
  return rows < 1000 ? 16 : 32;
};
/** Labels of a sentence task from which an encoder that learns is better than a frozen one. */
const ENOUGH = 500;
/**
 * Texts with labelled words from which it is, whatever is labelled beside them: a frozen sentence encoder knows little of single
 * words (CrossNER, in docs/measurements.md).
 */
const ENOUGH_WORDS = 10;

/** @param layers that learn, counted from the top */
function fineTuning<Name extends string>(
  of: Pick<Recipe<Name>, 'name' | 'title' | 'help'> & { score: number; layers(model: Situation['model']): number | 'all' },
): Recipe<Name> {
  const { score, layers, ...names } = of;
  return {
    ...names,
    refuse({ model, tasks }) {
      if (model.untrainable) return model.untrainable;
      if (Object.keys(tasks).length === 0) return 'The data set has nothing to learn from yet.';
      if (layers(model) !== 'all' && model.sharesLayers)
        return 'The layers of this model share their parameters: they learn all at once, or not at all.';
      return undefined;
    },
    fit(situation) {
      const tasks = Object.values(situation.tasks);
      const labels = tasks.map((task) => labelsOf(task, situation));
      if (tasks.length > 0 && labels.every((count) => count >= ENOUGH))
        return { score, why: 'There are enough labels for the encoder to learn as well.' };
      const hasWords = tasks.some(({ level }, i) => level === 'token' && labels[i] >= ENOUGH_WORDS);
      // Without labels of their own, classes go by their names, on an encoder that stays as it is.
      const isTaught = tasks.every(({ classes }, i) => (classes ? classes.mean >= ENOUGH_TO_COMPARE : labels[i] > 0));
      return hasWords && isTaught
        ? { score, why: 'A frozen sentence encoder says little about single words. One that learns finds far more, even from few texts.' }
        : undefined;
    },
    options(situation) {
      const { model, rows } = situation;
      const batchSize = batchSizeFor(rows.train);
      return {
        unfreeze: { layers: layers(model) },
        learningRate: { encoder: encoderRate(model) },
        batchSize,
        epochs: epochsFor(situation, batchSize, STEPS, [4, MOST_EPOCHS]),
        validation: validationOf(situation),
      };
    },
    // Heads that have learned are where an encoder begins best.
    startFrom: ({ heads }) => (heads.trained && heads.misfit === undefined ? 'current' : 'new'),
  };
}

export const fineTuneTop = fineTuning({
  name: 'fineTuneTop',
  title: 'Fine-tune the top',
  help: 'The top third of the layers learns with the heads; what lies below is computed once and kept.',
  layers: ({ layers }) => Math.max(1, Math.round(layers / 3)),
  score: 2,
});

export const fineTuneAll = fineTuning({
  name: 'fineTuneAll',
  title: 'Fine-tune all',
  help: 'All layers learn with the heads: mostly the best scores, but the slowest way.',
  layers: () => 'all',
  score: 4,
});
