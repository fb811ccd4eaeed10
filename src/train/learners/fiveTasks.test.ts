/** Five tasks at once against PyTorch (reference/tasks_fixture.py), on kept features and on a BERT that learns. */
import { describe, it } from 'vitest';
import { BACKENDS } from '../../testing/backends';
import { expectEncoderSteps, expectGradients, expectStep } from '../../testing/expectSteps';
import { fiveOnBert, fiveOnFeatures } from '../../testing/fiveTasks';
import { type Expected, tasksFixture } from '../../testing/tasksFixture';

for (const { name, create, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`PyTorch’s numbers of five tasks on ${name}`, () => {
    it.each(['fixed', 'uncertainty'] as const)(
      'on kept features, weights %s',
      async (balance) => {
        const { trainer, batch } = fiveOnFeatures(create(), balance);
        const { steps, gradients }: Expected = tasksFixture.features[balance];
        for (const [step, expected] of steps.entries()) {
          trainer.run([batch], 1);
          const [report] = await trainer.state.reports();
          expectStep(report, expected, step);
          if (step > 0) continue;
          await expectGradients(trainer.state, gradients);
        }
        trainer.destroy();
      },
      120_000,
    );

    it.each(tasksFixture.five)(
      'on a BERT that learns: $name',
      async (example) => {
        const { trainer, batch } = fiveOnBert(create(), example);
        await expectEncoderSteps(trainer, batch, example);
        trainer.destroy();
      },
      120_000,
    );
  });
}
