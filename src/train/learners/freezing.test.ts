/** What is frozen keeps its bits over ten steps of five tasks, and all else learns. */
import { describe, expect, it } from 'vitest';
import { depthsOf, parametersOf } from '../../architectures/parameters';
import { sameBytes } from '../../model/bytes';
import { stackAttention } from '../../nn/stackedAttention';
import { headParameters } from '../../tasks/head';
import { BACKENDS } from '../../testing/backends';
import { fiveOnBert, fiveOnFeatures } from '../../testing/fiveTasks';
import { tasksFixture } from '../../testing/tasksFixture';
import type { TrainingState } from '../step/trainingState';

const STEPS = 10;
const names = tasksFixture.features.tasks.map(({ name }) => name);
const subsets = Array.from({ length: 2 ** names.length }, (_, i) => names.filter((_, task) => (i >> task) & 1));
const named = (frozen: string[]) => [frozen.join(', ') || 'no head', frozen] as const;
const [{ rate }] = tasksFixture.five;

type Values = Map<string, { data: Float32Array }>;

const copied = (tree: Values) => new Map([...tree].map(([path, { data }]) => [path, data.slice()]));
const bytes = (data: Float32Array) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

async function expectOnlyLearns(state: TrainingState, before: Map<string, Float32Array>, learns: (path: string) => boolean) {
  for (const [path, data] of before) {
    const now = await state.parameter(path).read();
    expect(sameBytes(bytes(now), bytes(data)), path).toBe(!learns(path));
  }
}

for (const { name, create, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`freezing on ${name}`, () => {
    // Where nothing at all learns no run begins, and a GPU has no buffers of nothing.
    const withSomeOpen = subsets.filter(({ length }) => name === 'cpu' || length < names.length);
    it.each(withSomeOpen.map(named))('%s, on kept features', async (_, frozen) => {
      for (const balance of ['fixed', 'uncertainty'] as const) {
        const { trainer, batch, heads } = fiveOnFeatures(create(), balance, frozen);
        const before = copied(headParameters(heads));
        for (let step = 0; step < STEPS; step++) trainer.run([batch], 1);
        await expectOnlyLearns(trainer.state, before, (path) => !frozen.includes(path.split('.')[0]));
        for (const task of names) {
          const [logVariance] = await trainer.state.parameter(`uncertainty.${task}`).read();
          expect(logVariance !== 0).toBe(balance === 'uncertainty' && !frozen.includes(task));
        }
        trainer.destroy();
      }
    });

    // Depth 0 is the embeddings; at 3 nothing of the encoder learns for now, though it is open in the run.
    describe.each([0, 1, 2, 3])('layers below %i', (lowest) => {
      it.each(subsets.filter(({ length }) => [0, 1, names.length].includes(length)).map(named))('and %s, on a BERT', async (_, frozen) => {
        const [example] = tasksFixture.five;
        const { trainer, batch, encoder, heads } = fiveOnBert(create(), { ...example, lowest: lowest % 3, frozen });
        const { stacks } = parametersOf(encoder.config);
        const depthOf = depthsOf(encoder.config);
        const before = new Map([...copied(stackAttention(stacks, encoder.parameters)), ...copied(headParameters(heads))]);
        for (let step = 0; step < STEPS; step++) trainer.run([batch], 1, { lowest, learningRate: rate });
        await expectOnlyLearns(trainer.state, before, (path) => {
          const task = path.split('.')[0];
          return names.includes(task) ? !frozen.includes(task) : depthOf(path) >= lowest;
        });
        trainer.destroy();
      });
    });
  });
}
