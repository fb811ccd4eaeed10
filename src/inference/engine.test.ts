/** Choosing a device, having it prove itself, and leaving it when it fails. */

import { beforeEach, describe, expect, it } from 'vitest';
import type { Gpu } from '../gpu/device';
import { bundledModel } from '../model/bundled';
import { type Model, openModel } from '../model/model';
import { nodeGpu } from '../testing/nodeGpu';
import { nodeHost, nodeOrt } from '../testing/nodeHost';
import { ortWith, sessionOnto } from '../testing/sessionOnto';
import { loadTokenizer } from '../tokenizer/load';
import { collate } from './batching';
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
