/** Where a run left off, as Python has it: values and moments by the names of parameters, everything else as JSON. */
import { depthsOf } from '../../architectures/parameters';
import { cpuBackend } from '../../autodiff/cpuBackend';
import type { Model } from '../../model/model';
import type { FolderFile } from '../../model/modelFiles';
import { writeSafetensors } from '../../model/safetensorsWriter';
import { readTensors } from '../../model/tensorValues';
import { EncoderTrainer } from '../../train/learners/encoderTrainer';
import type { TrainOptions } from '../../train/plan/options';
import type { Task } from '../../train/plan/task';
import { planUnfreezing } from '../../train/plan/unfreezing';
import type { LoopState } from '../../train/runs/loop';
import { headLearning } from '../../train/step/parameters';
import { TrainingState } from '../../train/step/trainingState';
import { jsonFile } from '../textFile';

export async function projectCheckpoint(from: LoopState, model: Model, tasks: Task[], options: TrainOptions): Promise<FolderFile[]> {
  const state = await stateOf(model, tasks, options);
  const named = state.named(from.checkpoint);
  state.destroy();
  const tensor = (name: string, data: Float32Array<ArrayBuffer>) => ({ name, shape: [data.length], data });
  const tensors = [...named].flatMap(([name, { value, moment, square, steps }]) => [
    tensor(`value/${name}`, value),
    ...(steps > 0 ? [tensor(`${name}/exp_avg`, moment), tensor(`${name}/exp_avg_sq`, square)] : []),
  ]);
  const { values, ...best } = from.best;
  const kept = [...values].map(([name, data]) => tensor(`best/${name}`, data));
  return [
    { path: 'checkpoint/state.safetensors', bytes: writeSafetensors([...tensors, ...kept]) },
    jsonFile('checkpoint/state.json', {
      epoch: from.history.length,
      step: from.step,
      steps: Object.fromEntries([...named].map(([name, { steps }]) => [name, steps])),
      history: from.history.map(({ epoch, train, validation, seconds }) => ({ epoch, loss: train.total, validation, seconds })),
      before: from.before,
      best,
    }),
  ];
}

/** The parameters of such a run in the order in which its optimiser has them. */
async function stateOf(model: Model, tasks: Task[], options: TrainOptions): Promise<TrainingState> {
  const backend = cpuBackend();
  if (!options.unfreeze) return new TrainingState(backend, headLearning(tasks, options), tasks, options);
  const plan = planUnfreezing(options.unfreeze, model.config.numHiddenLayers, options.epochs, options.learningRate.encoder);
  const lowest = Math.min(...plan.map((epoch) => epoch.lowest));
  const depthOf = depthsOf(model.config);
  const parameters = await readTensors(model, (name) => depthOf(name) >= lowest);
  return new EncoderTrainer(backend, { config: model.config, modes: model.sentence.pooling.modes, parameters, lowest }, tasks, options)
    .state;
}
