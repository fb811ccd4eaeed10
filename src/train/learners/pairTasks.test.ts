/** Tasks that read two texts against PyTorch (reference/tasks_fixture.py), with an encoder that learns. */
import { describe, it } from 'vitest';
import { BACKENDS } from '../../testing/backends';
import { expectEncoderSteps } from '../../testing/expectSteps';
import { fixtureBatch, fixtureEncoder, fixtureHeads, fixtureOptions, tasksFixture } from '../../testing/tasksFixture';
import { completeOptions } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import { EncoderTrainer } from './encoderTrainer';

for (const { name, create, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`PyTorch’s numbers of tasks on two texts on ${name}`, () => {
    it.each(tasksFixture.pairs)(
      '$name',
      async (example) => {
        const heads = fixtureHeads(example.tasks);
        // Room for more examples than the batch has.
        const options = completeOptions({ ...fixtureOptions(example.tasks, example.frozen), batchSize: 8 }, kindsOf(heads));
        const tasks = heads.map((head) => createTask(head, options));
        const trainer = new EncoderTrainer(create(), fixtureEncoder(example.lowest), tasks, options);
        const batch = fixtureBatch(example, heads);
        await expectEncoderSteps(trainer, batch, example);
        trainer.destroy();
      },
      120_000,
    );
  });
}
