/** Ten steps of AdamW with every architecture against PyTorch (reference/architectures_fixture.py). */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../model/config';
import { architecturesFixture, architectureTree } from '../../testing/architectureCases';
import { BACKENDS } from '../../testing/backends';
import { jointBatch, jointBertParameters } from '../../testing/jointBert';
import { withoutDropout } from '../../testing/withoutDropout';
import { completeOptions } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import { EncoderTrainer } from './encoderTrainer';

const { cases, training } = architecturesFixture;

for (const { name, create, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`PyTorch’s losses on ${name}`, () => {
    it.each(Object.entries(cases))('%s', async (_, example) => {
      const config = {
        ...parseConfig(JSON.stringify(example.config)),
        hiddenDropoutProb: 0,
        attentionProbsDropoutProb: 0,
      };
      const parameters = architectureTree(config);
      const { heads } = jointBertParameters(example, parameters);
      for (const head of heads) withoutDropout(head);
      const options = completeOptions(
        {
          batchSize: example.ids.length,
          learningRate: training.rate,
          weightDecay: training.decay,
          layerDecay: training.layerDecay,
          lambdaA: 0.3,
          lambdaB: 0.7,
          maxGradNorm: 0,
        },
        kindsOf(heads),
      );
      const tasks = heads.map((head) => createTask(head, options));
      const trainer = new EncoderTrainer(create(), { config, parameters, lowest: 0, modes: ['mean'] }, tasks, options);
      for (const [step, loss] of example.steps.entries()) {
        trainer.run([jointBatch(example)], 1, { lowest: 0, learningRate: training.rate });
        const [{ total }] = await trainer.state.reports();
        expect(Math.abs(total - loss), `step ${step}`).toBeLessThan(1e-4 * Math.max(1, loss));
      }
      trainer.destroy();
    });
  });
}
