/** Heads on an encoder that stays as it is. */
import type { Recipe } from './recipe';
import { labelsOf, type Situation, type TaskSituation } from './situation';
import { epochsFor, validationOf } from './sizes';

/** Labels per class, or in all where there are none, up to which the one-layer head is as good. */
const FEW_PER_CLASS = 50;
const FEW_LABELS = 500;
const FOLDS = 5;

function isFew(task: TaskSituation, situation: Situation): boolean {
  return task.classes ? task.classes.mean < FEW_PER_CLASS : labelsOf(task, situation) < FEW_LABELS;
}

export const frozenHeads: Recipe<'frozenHeads'> = {
  name: 'frozenHeads',
  title: 'Frozen heads',
  help: 'The encoder stays as it is and is computed once per text; the heads learn on top of it. The quickest way.',
  refuse: ({ tasks }) => (Object.keys(tasks).length === 0 ? 'The data set has nothing to learn from yet.' : undefined),
  fit(situation) {
    const onTokens = Object.values(situation.tasks).some(({ level }) => level === 'token');
    return {
      score: 1,
      why: onTokens
        ? 'Quick, as each text is encoded once. Training the encoder as well scores higher, often by far, and takes much longer.'
        : 'With this many labels, heads on a frozen encoder score about as high as a trained encoder, and learn much faster.',
    };
  },
  options(situation) {
    const { tasks } = situation;
    const solved = Object.entries(tasks).filter(([, task]) => task.solvedHead !== undefined && isFew(task, situation));
    const validation = validationOf(situation);
    // All rows train: scores then come from rows that take turns.
    const rows = Math.max(...Object.values(tasks).map((task) => labelsOf(task, situation)));
    return {
      epochs: epochsFor(situation, 32, 200, [30, 200]),
      validation,
      ...(validation === 'none' && rows >= 2 * FOLDS ? { folds: FOLDS } : {}),
      tasks: Object.fromEntries(solved.map(([name, { solvedHead, namedHead }]) => [name, { head: namedHead ?? solvedHead }])),
    };
  },
  startFrom: () => 'new',
};
