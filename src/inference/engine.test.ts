/** Choosing a device, having it prove itself, and leaving it when it fails. */

import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gpu } from '../gpu/device';
import { bundledModel } from '../model/bundled';
import { type Model, openModel } from '../model/model';
import { createHead } from '../tasks/head';
import { deviceWith } from '../testing/deviceWith';
import { expectClose } from '../testing/gpuTest';
import { nodeGpu } from '../testing/nodeGpu';
import { nodeHost, nodeOrt } from '../testing/nodeHost';
import { ortWith, sessionOnto } from '../testing/sessionOnto';
import { loadTokenizer } from '../tokenizer/load';
import { backendFor, provedKernels } from '../workers/training/backendFor';
import { collate } from './batching';
import { Encoder } from './encoder';
import { Engine } from './engine';
import { pooledFrom, poolingWeights } from './sentence/poolingWeights';
import type { DeviceStatus, EngineOptions, Host } from './starter';

const host = nodeHost();
const fakeGpu = (isSoftware: boolean): Gpu => ({
  device: { lost: new Promise(() => {}) } as unknown as GPUDevice,
  name: 'test adapter',
  isSoftware,
});

let model: Model;
beforeEach(async () => {
  model = await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch));
});

async function open(surroundings: Host, options: EngineOptions): Promise<{ engine: Engine; batch: ReturnType<typeof collate> }> {
  const tokenizer = await loadTokenizer(model);
  const { ids } = tokenizer.encode('Berlin');
  const weights = poolingWeights(['mean'], [pooledFrom(ids.length)]);
  const batch = collate([ids], tokenizer.padId, [], { modes: ['mean'], weights });
  return { engine: await Engine.open(model, tokenizer, surroundings, options), batch };
}

describe('auto', () => {
  it('takes wasm without a word where there is no adapter', async () => {
    const { engine } = await open({ ort: nodeOrt, gpu: async () => undefined }, { device: 'auto' });
    expect(engine.status).toMatchObject({ device: 'wasm', verified: true });
    expect(engine.status.note).toBeUndefined();
  });

  it('passes by a software adapter and says so', async () => {
    const { engine } = await open({ ort: nodeOrt, gpu: async () => fakeGpu(true) }, { device: 'auto' });
    expect(engine.status).toMatchObject({ device: 'wasm', note: expect.stringMatching(/software one \(test adapter\)/) });
  });
});

describe('webgpu that was asked for', () => {
  it('but is not there: says so', async () => {
    const { engine } = await open({ ort: nodeOrt, gpu: async () => undefined }, { device: 'webgpu' });
    expect(engine.status).toMatchObject({ device: 'wasm', note: expect.stringMatching(/no WebGPU adapter/) });
  });

  it('but cannot run the model: says why', async () => {
    const ort = ortWith(() => Promise.reject(new Error('no kernel for Gemm')));
    const { engine } = await open({ ort, gpu: async () => fakeGpu(false) }, { device: 'webgpu' });
    expect(engine.status).toMatchObject({ device: 'wasm', verified: true, note: expect.stringMatching(/no kernel for Gemm/) });
  });
});

const gpu = await nodeGpu();

describe.skipIf(!gpu)('a real device', () => {
  const fresh = async () => {
    const got = await nodeGpu();
    if (!got) throw new Error('the adapter went away');
    return { ...got, isSoftware: false };
  };

  it('that computes right is used and verified', async () => {
    const onDevice = await fresh();
    const { engine } = await open({ ort: ortWith(sessionOnto(onDevice.device, 1)), gpu: async () => onDevice }, { device: 'auto' });
    expect(engine.status).toMatchObject({ device: 'webgpu', adapter: onDevice.name, verified: true });
    expect(engine.status.deviation).toBeLessThan(1e-5);
  });

  it.each([1.01, Number.NaN])('that computes wrong (× %d) is not used, and the status says so', async (factor) => {
    const onDevice = await fresh();
    const { engine } = await open({ ort: ortWith(sessionOnto(onDevice.device, factor)), gpu: async () => onDevice }, { device: 'webgpu' });
    expect(engine.status).toMatchObject({ device: 'wasm', verified: true, note: expect.stringMatching(/wrong embeddings/) });
  });

  it('that is lost hands over to wasm, and the batch under way is answered', async () => {
    const onDevice = await fresh();
    const changes: DeviceStatus[] = [];
    const { engine, batch } = await open(
      { ort: ortWith(sessionOnto(onDevice.device, 1)), gpu: async () => onDevice },
      { device: 'auto', onDeviceChange: (status) => changes.push(status) },
    );
    const before = (await engine.run(batch, [], {})).pooled ?? new Float32Array();
    const underWay = [engine.run(batch, [], {}), engine.run(batch, [], {})];
    onDevice.device.destroy();
    for (const { pooled } of await Promise.all(underWay)) {
      expect(Math.max(...(pooled ?? []).map((value, i) => Math.abs(value - before[i])))).toBeLessThan(1e-5);
    }
    await engine.run(batch, [], {});
    expect(changes).toEqual([expect.objectContaining({ device: 'wasm', verified: true, note: expect.stringMatching(/GPU was lost/) })]);
  });

  /** Waits for a status by which a model computes on the device named. */
  const until = async (engine: Engine, device: DeviceStatus['device']) => {
    for (let i = 0; i < 200 && engine.status.device !== device; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(engine.status.device).toBe(device);
  };

  it('that is lost is gone back to by itself, verified anew, and left for good when it computes wrong then', async () => {
    const devices = [await fresh(), await fresh(), await fresh()];
    const factors = new Map(devices.map(({ device }, i) => [device, i < 2 ? 1 : 1.01]));
    let current = 0;
    const ort = ortWith((graph, options) => {
      const { device } = devices[current];
      return sessionOnto(device, factors.get(device) ?? Number.NaN)(graph, options);
    });
    const changes: DeviceStatus[] = [];
    const { engine, batch } = await open(
      { ort, gpu: async () => devices[current] },
      { device: 'auto', onDeviceChange: (status) => changes.push(status) },
    );
    const { pooled: before = new Float32Array() } = await engine.run(batch, [], {});
    const lose = () => devices[current++].device.destroy();
    lose();
    await until(engine, 'wasm');
    expect(engine.gpu).toBeUndefined();
    await until(engine, 'webgpu');
    expect(engine.gpu?.device).toBe(devices[1].device);
    const { pooled } = await engine.run(batch, [], {});
    expectClose(pooled ?? [], before, 1e-5);
    lose();
    await until(engine, 'wasm');
    await vi.waitFor(() => expect(engine.choice).toBe('wasm'), 10_000);
    expect(engine.gpu).toBeUndefined();
    expect(changes.map(({ device, verified }) => [device, verified])).toEqual([
      ['wasm', true],
      ['webgpu', true],
      ['wasm', true],
    ]);
    await engine.release();
  });

  it('whose process dies says “aborted” before it says “lost”: the batch is answered all the same', async () => {
    const onDevice = await fresh();
    let dying = false;
    const ort = ortWith(async (graph, options) => {
      const session = await sessionOnto(onDevice.device, 1)(graph, options);
      const { run } = session;
      session.run = async (...args) => {
        if (!dying) return (run as (...given: unknown[]) => ReturnType<typeof run>).apply(session, args);
        setTimeout(() => onDevice.device.destroy(), 100);
        throw new DOMException('A valid external Instance reference no longer exists.', 'AbortError');
      };
      return session;
    });
    const { engine, batch } = await open({ ort, gpu: async () => onDevice }, { device: 'auto' });
    const { pooled: before = new Float32Array() } = await engine.run(batch, [], {});
    dying = true;
    const { pooled } = await engine.run(batch, [], {});
    expectClose(pooled ?? [], before, 1e-5);
    expect(engine.status).toMatchObject({ device: 'wasm', note: expect.stringMatching(/GPU was lost/) });
    await engine.release();
  });

  describe('whose exp is exp2 in our own kernels', () => {
    const faulty = async () => {
      const right = await fresh();
      const createShaderModule = ({ code }: GPUShaderModuleDescriptor) =>
        right.device.createShaderModule({ code: code.replace(/\bexp\(/g, 'exp2(') });
      const wrong = { ...right, device: deviceWith(right.device, { createShaderModule }) };
      return Encoder.open(model, { ort: ortWith(sessionOnto(right.device, 1)), gpu: async () => wrong }, { device: 'auto' });
    };

    it('trains nothing, and is left for good with a word', async () => {
      const encoder = await faulty();
      expect(encoder.device).toMatchObject({ device: 'webgpu', verified: true });
      await provedKernels({ encoder });
      expect([encoder.gpu, encoder.deviceChoice, backendFor({ encoder })().device]).toEqual([undefined, 'wasm', 'cpu']);
      expect(encoder.device).toMatchObject({
        device: 'wasm',
        note: expect.stringMatching(/computes steps of training wrong \(.*crossEntropy/),
      });
      await encoder.release();
    });

    it('runs no heads: the batch is answered by the CPU', async () => {
      const encoder = await faulty();
      const head = createHead('tags', { kind: 'entities', labels: ['O', 'B-X', 'I-X'] }, encoder.shape, 0);
      const { outputs } = await encoder.forward([[101, 2003, 102]], [[1, 1, 1]], undefined, [head]);
      expect(outputs[0]).toHaveLength(9);
      expect(encoder.device.device).toBe('wasm');
      await encoder.release();
    });
  });

  describe('states above some layers', () => {
    const texts = [{ sequences: [{ ids: [101, 2003, 102], at: 1, first: 0, end: 1 }] }];
    let expected: Float32Array;
    beforeAll(async () => {
      const encoder = await Encoder.open(await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch)), host, {
        device: 'wasm',
      });
      expected = await encoder.statesAt(texts, 3);
      await encoder.release();
    });

    /** @param factors of the states of each session, in the order in which they are opened on the GPU */
    const encoderWith = async (factors: number[]) => {
      const onDevice = await fresh();
      let opened = 0;
      const ort = ortWith((graph, options) => sessionOnto(onDevice.device, factors[opened++] ?? Number.NaN)(graph, options));
      const encoder = await Encoder.open(model, { ort, gpu: async () => onDevice }, { device: 'auto' });
      return { encoder, opened: () => opened };
    };

    it('are not computed on a GPU that failed the verification, and nothing else is', async () => {
      const { encoder, opened } = await encoderWith([1.01, 1, 1]);
      expectClose(await encoder.statesAt(texts, 3), expected, 1e-5);
      expect(opened()).toBe(1);
      expect(backendFor({ encoder })().device).toBe('cpu');
    });

    it('are verified as well: a GPU that computes them wrong is left by the whole model', async () => {
      const { encoder, opened } = await encoderWith([1, 1.01, 1]);
      expect(backendFor({ encoder })().device).toBe('webgpu');
      expectClose(await encoder.statesAt(texts, 3), expected, 1e-5);
      expect(encoder.device).toMatchObject({ device: 'wasm', verified: true, note: expect.stringMatching(/wrong embeddings/) });
      expect([encoder.gpu, encoder.deviceChoice, backendFor({ encoder })().device]).toEqual([undefined, 'wasm', 'cpu']);
      await encoder.encode(['Berlin']);
      expect(opened()).toBe(2);
    });

    it('come from a GPU that computes them right', async () => {
      const { encoder, opened } = await encoderWith([1, 1]);
      expectClose(await encoder.statesAt(texts, 3), expected, 1e-5);
      expect(encoder.device.device).toBe('webgpu');
      expect(opened()).toBe(2);
    });
  });

  it('verifies a model without stored vectors against wasm, and stores them', async () => {
    const onDevice = await fresh();
    const written: string[] = [];
    const { files } = model;
    model.files = {
      ...files,
      read: async (path) => (path === 'reference.json' ? undefined : files.read(path)),
      write: async (path) => void written.push(path),
    };
    const { engine } = await open({ ort: ortWith(sessionOnto(onDevice.device, 1)), gpu: async () => onDevice }, { device: 'auto' });
    expect(engine.status).toMatchObject({ device: 'webgpu', verified: true });
    expect(written).toEqual(['reference.json']);
  });
});
