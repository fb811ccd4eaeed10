/** Layers of the encoder learn together with the heads. */
import type { Recipe } from './recipe';
import { labelsOf, type Situation } from './situation';
import { encoderRate, epochsFor, validationOf } from './sizes';

const STEPS = 200;
const BATCH = 32;
const SMALL_BATCH = 16;
/** Rows below which smaller batches make more of them. */
const FEW_ROWS = 1000;
/** Labels from which an encoder that learns is better than a frozen one: of sentences, and of texts whose words are labelled. */
const ENOUGH = { sentence: 500, token: 500 };

/** @param layers that learn, counted from the top */
function fineTuning<Name extends string>(
  of: Pick<Recipe<Name>, 'name' | 'title' | 'help'> & { score: number; why: string; layers(model: Situation['model']): number | 'all' },
): Recipe<Name> {
  const { score, why, layers, ...names } = of;
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
      const enough = tasks.every((task) => labelsOf(task, situation) >= ENOUGH[task.level]);
      return enough && tasks.length > 0 ? { score, why } : undefined;
    },
    options(situation) {
      const { model, rows } = situation;
      const batchSize = rows.train < FEW_ROWS ? SMALL_BATCH : BATCH;
      return {
        unfreeze: { layers: layers(model) },
        learningRate: { encoder: encoderRate(model) },
        batchSize,
        epochs: epochsFor(situation, batchSize, STEPS, [4, 40]),
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
  why: 'There are enough labels for the encoder to learn as well.',
});

export const fineTuneAll = fineTuning({
  name: 'fineTuneAll',
  title: 'Fine-tune all',
  help: 'All layers learn with the heads: the best scores where there are many labels, but the slowest way.',
  layers: () => 'all',
  score: 4,
  why: 'There are enough labels for the whole encoder to learn.',
});
