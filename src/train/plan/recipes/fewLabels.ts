/** Contrastive fine-tuning, then heads that are solved (Tunstall et al., 2022, SetFit). */
import type { Recipe } from './recipe';
import { ENOUGH_TO_COMPARE, labelsOf, namesAreEnough, type Situation } from './situation';

/** Labels per class beyond which fine-tuning on the classes themselves is as good. */
const MOST_PER_CLASS = 64;
const MOST_LABELS = 4000;

/** The classification whose classes make the pairs. */
const pairedTask = ({ tasks }: Situation): string | undefined =>
  Object.keys(tasks).find((name) => (tasks[name].classes?.withRows ?? 0) > 1);

export const fewLabels: Recipe<'fewLabels'> = {
  name: 'fewLabels',
  title: 'Few labels',
  help: 'Contrastive: the encoder first learns which texts have the same class, then logistic regression is fitted. Needs no validation rows.',
  refuse(situation) {
    const { model, tasks } = situation;
    if (model.untrainable) return model.untrainable;
    if (!Object.values(tasks).some(({ classes }) => classes)) return 'It learns from classes, and this data set has no classification.';
    if (!pairedTask(situation)) return 'It needs labelled rows of at least two classes.';
    const stepwise = Object.keys(tasks).filter((name) => tasks[name].solvedHead === undefined);
    if (stepwise.length === 0) return undefined;
    return `It solves heads at once, and the head of ${stepwise.join(', ')} can only learn step by step.`;
  },
  fit(situation) {
    const task = situation.tasks[pairedTask(situation) ?? ''];
    if (namesAreEnough(task)) return undefined;
    const { mean, fewest, count } = task.classes ?? { mean: 0, fewest: 0, count: 0 };
    if (mean < ENOUGH_TO_COMPARE || mean > MOST_PER_CLASS || labelsOf(task, situation) > MOST_LABELS) return undefined;
    const labels = Math.round(mean) === fewest ? `${fewest} labels` : `about ${Math.round(mean)} labels`;
    return { score: 3, why: `${labels} for each of ${count} classes: from so few, the encoder learns most by comparing texts.` };
  },
  options(situation) {
    const task = pairedTask(situation);
    return {
      contrastive: task === undefined ? true : { task },
      validation: situation.validationIsDrawn || situation.rows.validation === 0 ? 'none' : 'split',
      // Names that say nothing count nothing, so that nobody need look whether they do.
      tasks: Object.fromEntries(
        Object.entries(situation.tasks).map(([name, { solvedHead, namedHead }]) => [name, { head: namedHead ?? solvedHead }]),
      ),
    };
  },
  startFrom: () => 'new',
};
