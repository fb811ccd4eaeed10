/** What is read of several layers' states, against plain sums. */
import { describe, expect, it } from 'vitest';
import { Usage } from '../gpu/dispatcher';
import { Random } from '../random';
import { expectClose } from '../testing/gpuTest';
import { nodeGpu } from '../testing/nodeGpu';
import type { HiddenStates, TokenBatch } from './session';
import { cpuReader, gpuReader, type StatesReader } from './statesReader';

const [BATCH, LENGTH, HIDDEN, LAYERS] = [2, 3, 4, 3];
const random = new Random(5);
const states = Float32Array.from({ length: BATCH * LENGTH * LAYERS * HIDDEN }, () => random.next() - 0.5);
/** The second sequence is two tokens long. */
const weights = Float32Array.of(1 / 3, 1 / 3, 1 / 3, 1 / 2, 1 / 2, 0);
const batch: TokenBatch = {
  batch: BATCH,
  length: LENGTH,
  inputIds: new BigInt64Array(BATCH * LENGTH),
  attentionMask: Uint32Array.of(1, 1, 1, 1, 1, 0),
  pooling: { weights, maxima: [false] },
};
const gpu = await nodeGpu();

function pooledAt(layer: number): number[] {
  return Array.from({ length: BATCH * HIDDEN }, (_, at) => {
    const [row, h] = [Math.floor(at / HIDDEN), at % HIDDEN];
    let sum = 0;
    for (let t = row * LENGTH; t < (row + 1) * LENGTH; t++) sum += weights[t] * states[(t * LAYERS + layer) * HIDDEN + h];
    return sum;
  });
}

function onGpu(device: GPUDevice, data: Float32Array<ArrayBuffer>): HiddenStates {
  const buffer = device.createBuffer({ size: data.byteLength, usage: Usage.STORAGE | Usage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, data);
  return { where: 'gpu', slice: { buffer, bytes: data.byteLength }, dispose: () => buffer.destroy() };
}

const places: [where: string, reader: (layers: number) => StatesReader, held: (data: Float32Array<ArrayBuffer>) => HiddenStates][] = [
  ['CPU', (layers) => cpuReader(HIDDEN, layers), (data) => ({ where: 'cpu', data: data.slice(), dispose() {} })],
  ...(gpu
    ? [
        [
          'GPU',
          (layers: number) => gpuReader(gpu.device, HIDDEN, layers),
          (data: Float32Array<ArrayBuffer>) => onGpu(gpu.device, data),
        ] as (typeof places)[0],
      ]
    : []),
];

describe.each(places)('on the %s', (_, readerOf, held) => {
  it('the last layer is pooled, and the one before it where that is wanted', async () => {
    const reader = readerOf(LAYERS);
    const read = await reader.read(held(states), batch, [], { tokens: 'last', pooledBefore: true });
    expectClose(read.pooled ?? [], pooledAt(2), 1e-6);
    expectClose(read.pooledBefore ?? [], pooledAt(1), 1e-6);
    expect(read.tokens).toHaveLength(BATCH * LENGTH * HIDDEN);
    const alone = await reader.read(held(states), batch, [], {});
    expectClose(alone.pooled ?? [], pooledAt(2), 1e-6);
    expect(alone).toEqual({ pooled: alone.pooled, outputs: [] });
    reader.destroy();
  });

  it('of a session with one layer there is none before it', async () => {
    const reader = readerOf(1);
    const one = states.slice(0, BATCH * LENGTH * HIDDEN);
    expect(await reader.read(held(one), batch, [], { pooledBefore: true })).not.toHaveProperty('pooledBefore');
    reader.destroy();
  });
});
