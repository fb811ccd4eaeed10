/**
 * One training step of an MLP 768 → 768 → 4 with ReLU, cross-entropy and Adam, batch 32, in three
 * implementations on the same data. Ours does a little more: AdamW, dropout 0.1, gradient clipping.
 */
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-webgpu';
import { cpuBackend } from '../../src/autodiff/cpuBackend';
import { gpuBackend } from '../../src/autodiff/gpuBackend';
import { requestGpu } from '../../src/gpu/device';
import { createHead } from '../../src/tasks/head';
import { FeatureTable } from '../../src/train/data/featureTable';
import { HeadTrainer } from '../../src/train/learners/headTrainer';
import { completeOptions } from '../../src/train/plan/options';
import { createTask, kindsOf } from '../../src/train/plan/task';

const HIDDEN = 768;
const CLASSES = 4;
const BATCH = 32;
const RATE = 1e-3;
const EXAMPLES = 10_000;

export interface MlpStep {
  /** Runs one step and reads its loss. */
  step(): Promise<number>;
  /** An epoch over 10,000 kept examples, losses read now and then; ours alone. */
  epoch?(): Promise<void>;
}

const draw = (count: number, scale: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898) * scale);
/** Drawn before anything is timed: the rivals' steps need one batch alone. */
const EXAMPLES_DRAWN = draw(EXAMPLES * HIDDEN, 1);
const classes = (count: number) => Int32Array.from({ length: count }, (_, i) => (i * 7) % CLASSES);

export async function ours(device: 'webgpu' | 'cpu'): Promise<MlpStep> {
  const gpu = device === 'webgpu' ? await requestGpu(navigator.gpu) : undefined;
  const backend = gpu ? gpuBackend(gpu.device) : cpuBackend();
  const head = createHead('topic', { kind: 'classification', labels: ['a', 'b', 'c', 'd'] }, { hiddenSize: HIDDEN, layers: 1 }, 0);
  const options = completeOptions({ batchSize: BATCH, learningRate: RATE }, kindsOf([head]));
  const task = createTask(head, options);
  const features = { pooled: EXAMPLES_DRAWN, tokens: new Float32Array(), hidden: HIDDEN, tokenWidth: HIDDEN };
  const trainer = new HeadTrainer(backend, [task], new FeatureTable([{ view: 'text', tokens: 'none', features }]), options);
  const labels = classes(EXAMPLES);
  const batch = (first: number) => {
    const rows = Uint32Array.from({ length: Math.min(BATCH, EXAMPLES - first) }, (_, i) => first + i);
    const bounds = Array.from({ length: rows.length + 1 }, (_, i) => i);
    return [{ task, rows, targets: Int32Array.from(rows, (row) => labels[row]), bounds }];
  };
  return {
    async step() {
      trainer.run([batch(0)], 1);
      return (await trainer.state.reports())[0].total;
    },
    async epoch() {
      for (let first = 0; first < EXAMPLES; first += BATCH) {
        trainer.run([batch(first)], 1);
        if (trainer.state.logIsFull) await trainer.state.reports();
      }
      await trainer.state.reports();
    },
  };
}

export async function jaxJs(device: 'webgpu' | 'wasm'): Promise<MlpStep> {
  await init(device);
  defaultDevice(device);
  type Tree = Record<'w1' | 'b1' | 'w2' | 'b2', np.Array>;
  const NAMES = ['w1', 'b1', 'w2', 'b2'] as const;
  const shapes = { w1: [HIDDEN, HIDDEN], b1: [HIDDEN], w2: [HIDDEN, CLASSES], b2: [CLASSES] };
  const tree = (make: (shape: number[]) => np.Array) => Object.fromEntries(NAMES.map((name) => [name, make(shapes[name])])) as Tree;
  const loss = ({ w1, b1, w2, b2 }: Tree, x: np.Array, target: np.Array) => {
    const hidden = nn.relu(np.matmul(x, w1).add(b1));
    const logits = np.matmul(hidden, w2).add(b2);
    return nn
      .logSoftmax(logits, -1)
      .mul(target)
      .sum()
      .mul(-1 / BATCH);
  };
  const run = jit((parameters: Tree, first: Tree, second: Tree, x: np.Array, target: np.Array, scale1: np.Array, scale2: np.Array) => {
    const refs = Object.fromEntries(NAMES.map((name) => [name, parameters[name].ref])) as Tree;
    const [value, gradients] = valueAndGrad(loss)(refs, x, target) as [np.Array, Tree];
    const next = { parameters: {}, first: {}, second: {} } as { parameters: Tree; first: Tree; second: Tree };
    for (const name of NAMES) {
      const gradient = gradients[name];
      const m = first[name].mul(0.9).add(gradient.ref.mul(0.1));
      const v = second[name].mul(0.999).add(gradient.ref.mul(gradient).mul(0.001));
      const step = m.ref.mul(scale1.ref).div(np.sqrt(v.ref.mul(scale2.ref)).add(1e-8));
      next.parameters[name] = parameters[name].sub(step.mul(RATE));
      next.first[name] = m;
      next.second[name] = v;
    }
    scale1.dispose();
    scale2.dispose();
    return { value, ...next };
  });
  let parameters = tree((shape) =>
    np
      .array(
        draw(
          shape.reduce((a, b) => a * b, 1),
          0.03,
        ),
      )
      .reshape(shape),
  );
  let first = tree((shape) => np.zeros(shape));
  let second = tree((shape) => np.zeros(shape));
  const x = np.array(draw(BATCH * HIDDEN, 1)).reshape([BATCH, HIDDEN]);
  const target = nn.oneHot(np.array(classes(BATCH), { dtype: np.int32 }), CLASSES);
  let t = 0;
  return {
    async step() {
      t++;
      const scales = [1 / (1 - 0.9 ** t), 1 / (1 - 0.999 ** t)].map((scale) => np.array(scale));
      const result = run(parameters, first, second, x.ref, target.ref, scales[0], scales[1]) as {
        value: np.Array;
        parameters: Tree;
        first: Tree;
        second: Tree;
      };
      ({ parameters, first, second } = result);
      return (await result.value.jsAsync()) as number;
    },
  };
}

export async function tensorFlowJs(): Promise<MlpStep> {
  await tf.setBackend('webgpu');
  await tf.ready();
  const w1 = tf.variable(tf.tensor2d(draw(HIDDEN * HIDDEN, 0.03), [HIDDEN, HIDDEN]));
  const b1 = tf.variable(tf.zeros([HIDDEN]));
  const w2 = tf.variable(tf.tensor2d(draw(HIDDEN * CLASSES, 0.03), [HIDDEN, CLASSES]));
  const b2 = tf.variable(tf.zeros([CLASSES]));
  const x = tf.tensor2d(draw(BATCH * HIDDEN, 1), [BATCH, HIDDEN]);
  const target = tf.oneHot(tf.tensor1d(classes(BATCH), 'int32'), CLASSES);
  const optimizer = tf.train.adam(RATE);
  return {
    async step() {
      const value = optimizer.minimize(
        () => {
          const hidden = tf.relu(tf.add(tf.matMul(x, w1), b1));
          const logits = tf.add(tf.matMul(hidden, w2), b2);
          return tf.losses.softmaxCrossEntropy(target, logits) as tf.Scalar;
        },
        true,
        [w1, b1, w2, b2] as tf.Variable[],
      ) as tf.Scalar;
      const [number] = await value.data();
      value.dispose();
      return number;
    },
  };
}
