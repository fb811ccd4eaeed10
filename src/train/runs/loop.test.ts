/** What the loop does when memory runs out, with a learner that says so on demand; the rest of it is tested through the library's face. */
import { describe, expect, it } from 'vitest';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { gpuBackend } from '../../autodiff/gpuBackend';
import { TandemError } from '../../errors';
import type { Gpu } from '../../gpu/device';
import { Usage } from '../../gpu/dispatcher';
import { createHead } from '../../tasks/head';
import { deviceWith } from '../../testing/deviceWith';
import { nodeGpu } from '../../testing/nodeGpu';
import { encodeSplit } from '../data/encodedSplit';
import { FeatureTable } from '../data/featureTable';
import { HeadLearner } from '../learners/headLearner';
import type { Learner } from '../learners/learner';
import { completeOptions } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import { train } from './loop';

const gpu = await nodeGpu();
const head = createHead('taskA', { kind: 'classification', labels: ['a', 'b'] }, { hiddenSize: 4, layers: 2 }, 0);
const options = completeOptions({ epochs: 3, batchSize: 2, unfreeze: { layers: 1 } }, kindsOf([head]));
const examples = ['w', 'x', 'y', 'z'].map((text, i) => ({ text, labels: { taskA: 'ab'[i % 2] } }));
const read = ({ text }: { text: string }) => {
  const pieces = [{ id: text.charCodeAt(0), start: 0, end: 1, word: 0 }];
  return { text, pieces, sequences: [{ ids: [1, pieces[0].id, 2], first: 0, end: 1, at: 1 }], truncated: false };
};
const encoded = encodeSplit(examples, [head], read, true);
const pooled = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i));
const kept = { pooled, tokens: new Float32Array(), hidden: 4, tokenWidth: 4 };
const split = { examples, encoded, features: new FeatureTable([{ view: 'text', tokens: 'none', features: kept }]) };

/** @param refuses whether there is no room for an epoch @param backend to begin on @param prove as the setup has it */
function run(refuses: (epoch: number, recompute: boolean) => boolean, backend = cpuBackend, prove = async () => {}) {
  const tasks = [createTask(head, options)];
  return train({
    backend,
    prove,
    tasks,
    train: encoded,
    options,
    learner(backend, recompute): Learner {
      const learner: Learner = new HeadLearner(backend, { tasks, train: split, validation: split, options });
      learner.startEpoch = async (epoch) => {
        if (refuses(epoch, recompute)) throw new TandemError('out-of-memory', 'The GPU has no room for 7 MB more.');
      };
      return learner;
    },
  });
}

describe('out of memory', () => {
  it('the run goes on from the end of the last epoch with layers recomputed, and says so', async () => {
    const [whole, tight] = [await run(() => false), await run((epoch, recompute) => epoch === 2 && !recompute)];
    expect(tight.status).toBe('finished');
    expect(tight.note).toBe('Memory ran out, so the run went on from the end of epoch 1 with layers recomputed: slower, in less memory.');
    expect(tight.history.map(({ train: losses }) => losses)).toEqual(whole.history.map(({ train: losses }) => losses));
    expect(Object.keys(whole.history[0].train.losses)).toEqual(['taskA']);
  });

  it('where that does not help, what was learnt is kept; nothing learnt is an error that says what to lower', async () => {
    const ended = await run((epoch) => epoch === 3);
    expect(ended.status).toBe('stopped');
    expect(ended.history).toHaveLength(2);
    expect(ended.note).toMatch(
      /The GPU has no room for 7 MB more\. The run ended at the end of epoch 2; what was learnt by then is kept\./,
    );
    await expect(run(() => true)).rejects.toThrow('The GPU has no room for 7 MB more.');
  });

  it.skipIf(!gpu)('WebGPU’s refusal reaches whoever waits for a result', async () => {
    if (!gpu) return;
    const full = new Proxy(gpu.device, {
      get(target, key) {
        if (key === 'popErrorScope') return () => target.popErrorScope().then(() => ({ message: 'full' }));
        const value = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const store = gpuBackend(full).store(2_500_000);
    await expect(store.read()).rejects.toThrow('The GPU has no room for 10 MB more. Lower the batch size, open fewer layers');
  });
});

describe.skipIf(!gpu)('a GPU that is lost', () => {
  it('by a crash aborts what was asked of it before it says that it is lost: that is not taken for a stop', async () => {
    const own = (await nodeGpu()) as Gpu;
    let crashed = false;
    const createBuffer = (descriptor: GPUBufferDescriptor) => {
      const buffer = own.device.createBuffer(descriptor);
      if (!crashed || !(descriptor.usage & Usage.MAP_READ)) return buffer;
      setTimeout(() => own.device.destroy(), 50);
      const mapAsync = () => Promise.reject(new DOMException('A valid external Instance reference no longer exists.', 'AbortError'));
      return Object.assign(buffer, { mapAsync });
    };
    const lost = await run(
      (epoch) => {
        crashed ||= epoch === 2;
        return false;
      },
      () => (crashed ? cpuBackend() : gpuBackend(deviceWith(own.device, { createBuffer }))),
    );
    const whole = await run(() => false);
    expect(lost.status).toBe('finished');
    expect(lost.note).toMatch(/^The GPU was lost \(.*\)\. The run went on on the CPU, from the end of epoch 1\.$/);
    for (const [i, { train: losses }] of lost.history.entries()) expect(losses.total).toBeCloseTo(whole.history[i].train.total, 5);
  });

  it('in the first epoch and is there again after that: the run goes on on the CPU, then back, with the same losses', async () => {
    const devices = [await nodeGpu(), await nodeGpu()];
    const used: string[] = [];
    const lost = await run(
      () => {
        const [first] = devices;
        if (used.length === 1) first?.device.destroy();
        return false;
      },
      () => {
        const backend = gpuBackend((devices[used.length] as Gpu).device);
        used.push(backend.device);
        return backend;
      },
    );
    const whole = await run(() => false);
    expect(lost.note).toMatch(
      /^The GPU was lost \(.*\)\. The run went on on the CPU, from the beginning\. From epoch 2 on, it ran on the GPU again\.$/,
    );
    expect(lost.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    for (const [i, { train: losses }] of lost.history.entries()) expect(losses.total).toBeCloseTo(whole.history[i].train.total, 5);
  });
});

describe.skipIf(!gpu)('a GPU that computes wrong from some time on', () => {
  it('is left at the end of that epoch, of which nothing is kept: the run goes on on the CPU from the one before', async () => {
    let [proofs, right] = [0, true];
    const wrong = await run(
      () => false,
      () => (right ? gpuBackend((gpu as Gpu).device) : cpuBackend()),
      async () => {
        if (++proofs < 2) return;
        right = false;
        throw new TandemError('wrong-result', 'The adapter computes steps of training wrong (attention), so it is not used.');
      },
    );
    const whole = await run(() => false);
    expect(wrong.status).toBe('finished');
    expect(wrong.note).toBe(
      'The adapter computes steps of training wrong (attention), so it is not used. The run went on on the CPU, from the end of epoch 1.',
    );
    expect(proofs).toBe(2);
    for (const [i, { train: losses }] of wrong.history.entries()) expect(losses.total).toBeCloseTo(whole.history[i].train.total, 5);
  });
});
