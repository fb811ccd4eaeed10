/** Pooling and token heads, on whichever side the hidden states are. Only what is asked for is read back. */
import { BufferPool } from '../gpu/bufferPool';
import { type BufferSlice, Usage } from '../gpu/dispatcher';
import { Recorder } from '../gpu/recorder';
import { type PoolSizes, pool } from '../kernels/pool/pool';
import { poolReference } from '../kernels/pool/reference';
import { cpuOps } from '../nn/cpuOps';
import { type GpuTensor, gpuOps } from '../nn/gpuOps';
import type { CpuTensor, Ops } from '../nn/ops';
import { forwardHead, type Head, layersOf } from '../tasks/head';
import type { BatchPooling, HiddenStates, TokenBatch } from './session';

/** What is wanted besides the heads' outputs, and pooled vectors where the batch says how. Default: nothing. */
export interface Wanted {
  /** The tokens' states: the last layer's, or all side by side where the session gives them. */
  tokens?: 'last' | 'all';
  /** Pooled vectors of the layer before the last as well, where the session gives it. */
  pooledBefore?: boolean;
}

export interface BatchResult {
  /** [batch, modes · hidden] */
  pooled?: Float32Array<ArrayBuffer>;
  /** The same of the layer before the last. */
  pooledBefore?: Float32Array<ArrayBuffer>;
  /** [batch · length, hidden], or [batch · length, layers · hidden] */
  tokens?: Float32Array<ArrayBuffer>;
  /** Outputs of each token head, in the order of the heads: [batch, length, outputs]. */
  outputs: Float32Array<ArrayBuffer>[];
}

/** Computes on hidden states where they are. */
export interface StatesReader {
  /** Disposes of `states`. @param heads that read word pieces */
  read(states: HiddenStates, batch: TokenBatch, heads: Head[], wanted: Wanted): Promise<BatchResult>;
  destroy(): void;
}

/** Picks one of several layers out of their mix. */
const only = (layer: number, layers: number): CpuTensor => ({
  shape: [layers],
  data: Float32Array.from({ length: layers }, (_, i) => Number(i === layer)),
});
const topOf = (layers: number) => ({ last: only(layers - 1, layers), ...(layers > 1 ? { before: only(layers - 2, layers) } : {}) });

/** The features of each kind that heads read, and the layer before the last where it is wanted. */
function featuresOf<T>(
  ops: Ops<T>,
  states: T,
  place: (tensor: CpuTensor) => T,
  { last, before }: ReturnType<typeof topOf>,
  { pooledBefore }: Wanted,
) {
  if (!before) return { all: states, last: states };
  const mix = (layer: CpuTensor) => ops.layerMix(states, place(layer));
  return { all: states, last: mix(last), ...(pooledBefore ? { before: mix(before) } : {}) };
}

/** A padded batch is packed sequences of one length, whose padding does not count. */
const sizesOf = ({ maxima }: BatchPooling, batch: number, length: number, hidden: number): PoolSizes => ({
  sequences: batch,
  tokens: batch * length,
  hidden,
  maxima,
});
const boundsOf = (batch: number, length: number) => Uint32Array.from({ length: batch + 1 }, (_, row) => row * length);

function pooledOnCpu(states: Float32Array, pooling: BatchPooling, batch: number, length: number, hidden: number) {
  const pooled = new Float32Array(batch * pooling.maxima.length * hidden);
  poolReference(states, pooling.weights, boundsOf(batch, length), pooled, sizesOf(pooling, batch, length, hidden));
  return pooled;
}

function pooledOnGpu(recorder: Recorder, states: BufferSlice, pooling: BatchPooling, batch: number, length: number, hidden: number) {
  const pooled = recorder.temporary(batch * pooling.maxima.length * hidden * 4);
  const [weights, bounds] = [recorder.upload(pooling.weights), recorder.upload(boundsOf(batch, length))];
  pool(recorder, states, weights, bounds, pooled, sizesOf(pooling, batch, length, hidden));
  return pooled;
}

/** @param layers hidden states that lie side by side in a row of the session's output */
export function cpuReader(hidden: number, layers: number): StatesReader {
  const top = topOf(layers);
  return {
    async read(states, { batch, length, pooling }, heads, wanted) {
      if (states.where !== 'cpu') throw new TypeError('the CPU needs hidden states on the CPU');
      const place = (parameter: CpuTensor) => parameter;
      const tokens = featuresOf<CpuTensor>(cpuOps, { shape: [batch * length, layers * hidden], data: states.data }, place, top, wanted);
      const { last, before } = tokens;
      const result = {
        ...(pooling ? { pooled: pooledOnCpu(last.data, pooling, batch, length, hidden) } : {}),
        ...(pooling && before ? { pooledBefore: pooledOnCpu(before.data, pooling, batch, length, hidden) } : {}),
        ...(wanted.tokens ? { tokens: tokens[wanted.tokens].data.slice() } : {}),
        outputs: heads.map((head) => forwardHead(head, cpuOps, [tokens[layersOf(head)]], place).data),
      };
      states.dispose();
      return result;
    },
    destroy() {},
  };
}

/** @param layers hidden states that lie side by side in a row of the session's output */
export function gpuReader(device: GPUDevice, hidden: number, layers: number): StatesReader {
  const pool = new BufferPool(device);
  const top = topOf(layers);
  const placed = new Map<CpuTensor, BufferSlice>();
  const place = (parameter: CpuTensor): GpuTensor => {
    let slice = placed.get(parameter);
    if (!slice) {
      const buffer = device.createBuffer({ size: parameter.data.byteLength, usage: Usage.STORAGE | Usage.COPY_DST });
      device.queue.writeBuffer(buffer, 0, parameter.data);
      slice = { buffer, bytes: parameter.data.byteLength };
      placed.set(parameter, slice);
    }
    return { shape: parameter.shape, slice };
  };
  return {
    async read(states, { batch, length, pooling }, heads, wanted) {
      if (states.where !== 'gpu') throw new TypeError('the GPU needs hidden states on the GPU');
      const recorder = new Recorder(device, pool);
      const ops = gpuOps(recorder);
      const tokens = featuresOf<GpuTensor>(ops, { shape: [batch * length, layers * hidden], slice: states.slice }, place, top, wanted);
      const { last, before } = tokens;
      if (pooling) recorder.read(pooledOnGpu(recorder, last.slice, pooling, batch, length, hidden));
      if (pooling && before) recorder.read(pooledOnGpu(recorder, before.slice, pooling, batch, length, hidden));
      if (wanted.tokens) recorder.read(tokens[wanted.tokens].slice);
      for (const head of heads) recorder.read(forwardHead(head, ops, [tokens[layersOf(head)]], place).slice);
      const reads = recorder.submit();
      states.dispose();
      const values = await reads;
      return {
        ...(pooling ? { pooled: values.shift() } : {}),
        ...(pooling && before ? { pooledBefore: values.shift() } : {}),
        ...(wanted.tokens ? { tokens: values.shift() } : {}),
        outputs: values,
      };
    },
    destroy() {
      pool.destroy();
      for (const { buffer } of placed.values()) buffer.destroy();
    },
  };
}
