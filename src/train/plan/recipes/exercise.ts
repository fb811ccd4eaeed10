/** The three ways to freeze a model with several heads, side by side. */
import type { Recipe } from './recipe';
import type { Situation } from './situation';
import { encoderRate, epochsFor } from './sizes';

const GROUP = 'Exercise 3: what freezing does';

const inUse = ({ heads }: Situation): boolean => heads.trained && heads.misfit === undefined;
const nothing = ({ tasks }: Situation): string | undefined =>
  Object.keys(tasks).length === 0 ? 'The data set has nothing to learn from yet.' : undefined;

export const exercise3a: Recipe<'exercise3a'> = {
  name: 'exercise3a',
  group: GROUP,
  title: '3a: all frozen',
  help: 'Encoder and heads stay as they are, and are only evaluated: the starting point of the other two.',
  refuse: nothing,
  fit: () => undefined,
  options: ({ tasks }) => ({ freeze: Object.fromEntries(Object.keys(tasks).map((name) => [name, true])) }),
  startFrom: (situation) => (inUse(situation) ? 'current' : 'new'),
};

export const exercise3b: Recipe<'exercise3b'> = {
  name: 'exercise3b',
  group: GROUP,
  title: '3b: encoder frozen',
  help: 'Only the heads learn, from what the pretrained encoder already knows.',
  refuse: nothing,
  fit: () => undefined,
  options: (situation) => ({ epochs: epochsFor(situation, 32, 200, [30, 200]) }),
  startFrom: () => 'new',
};

export const exercise3c: Recipe<'exercise3c'> = {
  name: 'exercise3c',
  group: GROUP,
  title: '3c: one head frozen',
  help: 'The encoder and the other heads learn while the first head keeps what it knows: does it still fit?',
  refuse(situation) {
    const { model, tasks, heads } = situation;
    if (model.untrainable) return model.untrainable;
    if (Object.keys(tasks).length < 2) return 'It takes two tasks, one to freeze and one to train.';
    if (!heads.trained) return 'The heads have learned nothing yet, and a frozen one would stay random. Train them first, as with 3b.';
    return heads.misfit;
  },
  fit: () => undefined,
  options(situation) {
    const [first] = Object.keys(situation.tasks);
    return {
      unfreeze: { layers: 'all' },
      learningRate: { encoder: encoderRate(situation.model) },
      epochs: epochsFor(situation, 32, 200, [4, 40]),
      freeze: first === undefined ? {} : { [first]: true },
    };
  },
  startFrom: () => 'current',
};
