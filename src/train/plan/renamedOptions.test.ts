import { expect, it } from 'vitest';
import { renamedOptions } from './renamedOptions';

const NAMES = new Map([
  ['mood', 'feeling'],
  ['a.b', 'c.d'],
  ['encoder', 'coder'],
]);

it('tasks have the run’s names wherever options name them', () => {
  expect(
    renamedOptions(
      {
        epochs: 3,
        tasks: { mood: { weight: 2 }, topic: { weight: 1 }, encoder: { weight: 3 } },
        learningRate: { mood: 1e-2, encoder: 1e-5 },
        freeze: { mood: true, encoder: false },
        earlyStopping: { metric: 'mood.accuracy', patience: 2 },
      },
      NAMES,
    ),
  ).toEqual({
    epochs: 3,
    tasks: Object.assign(Object.create(null), { feeling: { weight: 2 }, topic: { weight: 1 }, coder: { weight: 3 } }),
    learningRate: Object.assign(Object.create(null), { feeling: 1e-2, encoder: 1e-5 }),
    freeze: Object.assign(Object.create(null), { feeling: true, encoder: false }),
    earlyStopping: { metric: 'feeling.accuracy', patience: 2 },
  });
});

it('what names no task that is renamed stays', () => {
  for (const metric of ['mean', 'topic.macroF1']) {
    const options = { learningRate: 1e-3, earlyStopping: { metric, patience: 2 } };
    expect(renamedOptions(options, NAMES)).toEqual(options);
  }
  expect(renamedOptions({ earlyStopping: { metric: 'a.b.accuracy', patience: 2 } }, NAMES).earlyStopping?.metric).toBe('c.d.accuracy');
});

it('one task under both its names is refused', () => {
  expect(() => renamedOptions({ freeze: { feeling: true, mood: false } }, NAMES)).toThrow(
    'The options name the task feeling twice, also as mood.',
  );
});
