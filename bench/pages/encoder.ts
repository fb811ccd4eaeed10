/**
 * One training step of two BERT layers (384 wide, 12 heads, 1536 inner) with a head on the mean of their
 * tokens, on 8 sentences of 32 tokens, in three implementations on the same data, two of them on the CPU too.
 * Dropout is off; ours clips gradients and has a deeper head besides.
 */
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-webgpu';
import { cpuBackend } from '../../src/autodiff/cpuBackend';
import { gpuBackend } from '../../src/autodiff/gpuBackend';
import { requestGpu } from '../../src/gpu/device';
import { parseConfig } from '../../src/model/config';
import { createHead } from '../../src/tasks/head';
import { textsApart } from '../../src/testing/textsApart';
import { EncoderTrainer, type OpenEncoder } from '../../src/train/learners/encoderTrainer';
import { completeOptions } from '../../src/train/plan/options';
import { createTask, kindsOf } from '../../src/train/plan/task';

const [LAYERS, HIDDEN, HEADS, INNER, CLASSES] = [2, 384, 12, 1536, 4];
const [BATCH, LENGTH] = [8, 32];
const TOKENS = BATCH * LENGTH;
const RATE = 1e-3;
const EPSILON = 1e-12;

export interface EncoderBench {
  /** Runs one step and reads its loss. */
  step(): Promise<number>;
  dispatches?: number;
}

const draw = (count: number, scale: number, shift = 0) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + shift) * scale);
/** Sentences of four kinds, under noise. */
const STATES = draw(TOKENS * HIDDEN, 1).map((value, i) => {
  const [sentence, column] = [Math.floor(i / (LENGTH * HIDDEN)), i % HIDDEN];
  return value + Math.sin((sentence % CLASSES) * 7.3 + column * 1.9);
});
const CLASS_IDS = Array.from({ length: BATCH }, (_, i) => i % CLASSES);

/** Weights of one layer, [in, out] as the rivals multiply. */
const LAYER: [name: string, shape: number[], kind: 'weight' | 'zero' | 'one'][] = [
  ...(['q', 'k', 'v', 'o'] as const).flatMap((name): [string, number[], 'weight' | 'zero'][] => [
    [`w${name}`, [HIDDEN, HIDDEN], 'weight'],
    [`b${name}`, [HIDDEN], 'zero'],
  ]),
  ['g1', [HIDDEN], 'one'],
  ['n1', [HIDDEN], 'zero'],
  ['wi', [HIDDEN, INNER], 'weight'],
  ['bi', [INNER], 'zero'],
  ['wp', [INNER, HIDDEN], 'weight'],
  ['bp', [HIDDEN], 'zero'],
  ['g2', [HIDDEN], 'one'],
  ['n2', [HIDDEN], 'zero'],
];
const SPECS = [
  ...Array.from({ length: LAYERS }, (_, layer) => LAYER.map(([name, shape, kind]) => [`${layer}.${name}`, shape, kind] as const)).flat(),
  ['head.w', [HIDDEN, CLASSES], 'weight'] as const,
  ['head.b', [CLASSES], 'zero'] as const,
];
const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const first = (shape: readonly number[], kind: string, i: number) =>
  kind === 'weight' ? draw(size(shape), 0.03, i) : new Float32Array(size(shape)).fill(kind === 'one' ? 1 : 0);

export async function ours(device: 'webgpu' | 'cpu'): Promise<EncoderBench> {
  const gpu = device === 'webgpu' ? await requestGpu(navigator.gpu) : undefined;
  if (device === 'webgpu' && !gpu) throw new Error('no WebGPU adapter');
  const head = createHead('topic', { kind: 'classification', labels: ['a', 'b', 'c', 'd'] }, { hiddenSize: HIDDEN, layers: LAYERS + 1 }, 0);
  const options = completeOptions({ batchSize: BATCH, learningRate: RATE, unfreeze: { layers: 'all' } }, kindsOf([head]));
  const task = createTask(head, options);
  const config = parseConfig(
    JSON.stringify({
      model_type: 'bert',
      hidden_size: HIDDEN,
      num_hidden_layers: LAYERS,
      num_attention_heads: HEADS,
      intermediate_size: INNER,
      hidden_act: 'gelu',
      layer_norm_eps: EPSILON,
      hidden_dropout_prob: 0,
      attention_probs_dropout_prob: 0,
    }),
  );
  const names: Record<string, string> = {
    q: 'attention.self.query',
    k: 'attention.self.key',
    v: 'attention.self.value',
    o: 'attention.output.dense',
    i: 'intermediate.dense',
    p: 'output.dense',
  };
  const parameters = new Map(
    Array.from({ length: LAYERS }, (_, layer) =>
      LAYER.map(([name, [rows, columns], kind], i): [string, { shape: number[]; data: Float32Array<ArrayBuffer> }] => {
        const norm = /^[gn]([12])$/.exec(name);
        const part = norm ? (norm[1] === '1' ? 'attention.output.LayerNorm' : 'output.LayerNorm') : names[name[1]];
        const weight = norm ? name[0] === 'g' : name[0] === 'w';
        const out = columns === undefined ? [rows] : [columns, rows];
        return [`encoder.layer.${layer}.${part}.${weight ? 'weight' : 'bias'}`, { shape: out, data: first(out, kind, i) }];
      }),
    ).flat(),
  );
  const encoder: OpenEncoder = { config, modes: ['mean'], parameters, lowest: 1 };
  const trainer = new EncoderTrainer(gpu ? gpuBackend(gpu.device) : cpuBackend(), encoder, [task], options);
  const rows = Array.from({ length: BATCH }, () => Array.from({ length: LENGTH }, () => 1));
  const bounds = new Map([['text' as const, Array.from({ length: BATCH + 1 }, (_, i) => i * LENGTH)]]);
  const batch = { rows, bounds, texts: textsApart(bounds), targets: new Map([['topic', CLASS_IDS]]), states: STATES };
  return {
    async step() {
      trainer.run([batch], 1, { lowest: 1, known: 0, learningRate: RATE });
      return (await trainer.state.reports())[0].total;
    },
    get dispatches() {
      return trainer.dispatches;
    },
  };
}

export async function jaxJs(device: 'webgpu' | 'wasm'): Promise<EncoderBench> {
  await init(device);
  defaultDevice(device);
  type Tree = Record<string, np.Array>;
  const tree = (make: (spec: (typeof SPECS)[number], i: number) => np.Array): Tree =>
    Object.fromEntries(SPECS.map((spec, i) => [spec[0], make(spec, i)]));
  const norm = (x: np.Array, g: np.Array, b: np.Array) => nn.standardize(x, -1, { epsilon: EPSILON }).mul(g).add(b);
  const layer = (p: Tree, at: number, hidden: np.Array) => {
    const of = (name: string) => p[`${at}.${name}`];
    const heads = (name: string) =>
      np
        .matmul(hidden.ref, of(`w${name}`))
        .add(of(`b${name}`))
        .reshape([BATCH, LENGTH, HEADS, HIDDEN / HEADS]);
    const attended = nn.dotProductAttention(heads('q'), heads('k'), heads('v')).reshape([TOKENS, HIDDEN]);
    const middle = norm(np.matmul(attended, of('wo')).add(of('bo')).add(hidden), of('g1'), of('n1'));
    const wide = nn.gelu(np.matmul(middle.ref, of('wi')).add(of('bi')), { approximate: false });
    return norm(np.matmul(wide, of('wp')).add(of('bp')).add(middle), of('g2'), of('n2'));
  };
  const loss = (p: Tree, x: np.Array, target: np.Array) => {
    let hidden = x;
    for (let at = 0; at < LAYERS; at++) hidden = layer(p, at, hidden);
    const pooled = hidden.reshape([BATCH, LENGTH, HIDDEN]).mean(1);
    return nn
      .logSoftmax(np.matmul(pooled, p['head.w']).add(p['head.b']), -1)
      .mul(target)
      .sum()
      .mul(-1 / BATCH);
  };
  const run = jit((parameters: Tree, m: Tree, v: Tree, x: np.Array, target: np.Array, scale1: np.Array, scale2: np.Array) => {
    const refs = Object.fromEntries(SPECS.map(([name]) => [name, parameters[name].ref]));
    const [value, gradients] = valueAndGrad(loss)(refs, x, target) as [np.Array, Tree];
    const next = { parameters: {} as Tree, m: {} as Tree, v: {} as Tree };
    for (const [name] of SPECS) {
      const gradient = gradients[name];
      next.m[name] = m[name].mul(0.9).add(gradient.ref.mul(0.1));
      next.v[name] = v[name].mul(0.999).add(gradient.ref.mul(gradient).mul(0.001));
      const step = next.m[name].ref.mul(scale1.ref).div(np.sqrt(next.v[name].ref.mul(scale2.ref)).add(1e-8));
      next.parameters[name] = parameters[name].sub(step.mul(RATE));
    }
    scale1.dispose();
    scale2.dispose();
    return { value, ...next };
  });
  let parameters = tree(([, shape, kind], i) => np.array(first(shape, kind, i)).reshape([...shape]));
  let m = tree(([, shape]) => np.zeros([...shape]));
  let v = tree(([, shape]) => np.zeros([...shape]));
  const x = np.array(STATES).reshape([TOKENS, HIDDEN]);
  const target = nn.oneHot(np.array(Int32Array.from(CLASS_IDS), { dtype: np.int32 }), CLASSES);
  let t = 0;
  return {
    async step() {
      t++;
      const scales = [1 / (1 - 0.9 ** t), 1 / (1 - 0.999 ** t)].map((scale) => np.array(scale));
      const result = run(parameters, m, v, x.ref, target.ref, scales[0], scales[1]) as {
        value: np.Array;
        parameters: Tree;
        m: Tree;
        v: Tree;
      };
      ({ parameters, m, v } = result);
      return (await result.value.jsAsync()) as number;
    },
  };
}

export async function tensorFlowJs(): Promise<EncoderBench> {
  await tf.setBackend('webgpu');
  await tf.ready();
  const p = Object.fromEntries(SPECS.map(([name, shape, kind], i) => [name, tf.variable(tf.tensor(first(shape, kind, i), [...shape]))]));
  const x = tf.tensor2d(STATES, [TOKENS, HIDDEN]);
  const target = tf.oneHot(tf.tensor1d(CLASS_IDS, 'int32'), CLASSES);
  const norm = (value: tf.Tensor, g: tf.Tensor, b: tf.Tensor) => {
    const { mean, variance } = tf.moments(value, -1, true);
    return value.sub(mean).mul(variance.add(EPSILON).rsqrt()).mul(g).add(b);
  };
  const layer = (at: number, hidden: tf.Tensor) => {
    const of = (name: string) => p[`${at}.${name}`];
    const heads = (name: string) =>
      tf
        .matMul(hidden as tf.Tensor2D, of(`w${name}`) as tf.Tensor2D)
        .add(of(`b${name}`))
        .reshape([BATCH, LENGTH, HEADS, HIDDEN / HEADS])
        .transpose([0, 2, 1, 3]);
    const scores = tf.matMul(heads('q'), heads('k'), false, true).mul(1 / Math.sqrt(HIDDEN / HEADS));
    const attended = tf.matMul(tf.softmax(scores), heads('v')).transpose([0, 2, 1, 3]).reshape([TOKENS, HIDDEN]) as tf.Tensor2D;
    const middle = norm(
      tf
        .matMul(attended, of('wo') as tf.Tensor2D)
        .add(of('bo'))
        .add(hidden),
      of('g1'),
      of('n1'),
    );
    const inner = tf.matMul(middle as tf.Tensor2D, of('wi') as tf.Tensor2D).add(of('bi'));
    const wide = inner.mul(0.5).mul(inner.mul(Math.SQRT1_2).erf().add(1));
    return norm(
      tf
        .matMul(wide as tf.Tensor2D, of('wp') as tf.Tensor2D)
        .add(of('bp'))
        .add(middle),
      of('g2'),
      of('n2'),
    );
  };
  const optimizer = tf.train.adam(RATE);
  return {
    async step() {
      const value = optimizer.minimize(
        () => {
          let hidden: tf.Tensor = x;
          for (let at = 0; at < LAYERS; at++) hidden = layer(at, hidden);
          const pooled = hidden.reshape([BATCH, LENGTH, HIDDEN]).mean(1) as tf.Tensor2D;
          const logits = tf.matMul(pooled, p['head.w'] as tf.Tensor2D).add(p['head.b']);
          return tf.losses.softmaxCrossEntropy(target, logits) as tf.Scalar;
        },
        true,
        Object.values(p) as tf.Variable[],
      ) as tf.Scalar;
      const [number] = await value.data();
      value.dispose();
      return number;
    },
  };
}
