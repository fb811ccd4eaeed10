/** Pooling and heads, on whichever side the hidden states are. Only what is asked for is read back. */
import { BufferPool } from '../gpu/bufferPool';
import { type BufferSlice, Usage } from '../gpu/dispatcher';
import { Recorder } from '../gpu/recorder';
import { meanPool } from '../kernels/meanPool/meanPool';
import { meanPoolReference } from '../kernels/meanPool/reference';
import { cpuOps } from '../nn/cpuOps';
import { type GpuTensor, gpuOps } from '../nn/gpuOps';
import { forwardHead, type Head, layersOf } from '../nn/heads/instance';
import type { CpuTensor, Ops } from '../nn/ops';
import type { HiddenStates, TokenBatch } from './session';

/** What is wanted besides the heads' logits. Default: nothing. */
export interface Wanted {
  pooled?: boolean;
  /** The tokens' states: the last layer's, or all side by side where the session gives them. */
  tokens?: 'last' | 'all';
}

export interface Evaluation {
  /** [batch, hidden] */
  pooled?: Float32Array<ArrayBuffer>;
  /** [batch · length, hidden], or [batch · length, layers · hidden] */
  tokens?: Float32Array<ArrayBuffer>;
  /** Logits a head, in the order of the heads: [batch, outputs], or [batch, length, outputs] for token heads. */
  logits: Float32Array<ArrayBuffer>[];
}

export interface Backend {
  /** Disposes of `states`. */
  evaluate(states: HiddenStates, batch: TokenBatch, heads: Head[], wanted: Wanted): Promise<Evaluation>;
  destroy(): void;
}

const needsPooled = (heads: Head[], { pooled }: Wanted) => pooled === true || heads.some(({ type }) => type.level === 'sentence');

/** Picks the last of several layers out of their mix. */
const lastOf = (layers: number): CpuTensor => ({
  shape: [layers],
  data: Float32Array.from({ length: layers }, (_, i) => Number(i === layers - 1)),
});

/** The features of each kind that heads read. */
function featuresOf<T>(ops: Ops<T>, states: T, layers: number, place: (tensor: CpuTensor) => T, last: CpuTensor) {
  return { all: states, last: layers === 1 ? states : ops.layerMix(states, place(last)) };
}

/** @param layers hidden states that lie side by side in a row of the session's output */
export function cpuBackend(hidden: number, layers: number): Backend {
  const last = lastOf(layers);
  return {
    async evaluate(states, { batch, length, attentionMask }, heads, wanted) {
      if (states.where !== 'cpu') throw new TypeError('the CPU backend needs hidden states on the CPU');
      const place = (parameter: CpuTensor) => parameter;
      const tokens = featuresOf<CpuTensor>(cpuOps, { shape: [batch * length, layers * hidden], data: states.data }, layers, place, last);
      const pooled = needsPooled(heads, wanted)
        ? meanPoolReference(tokens.last.data, attentionMask, batch, length, hidden)
        : new Float32Array();
      const sentence: CpuTensor = { shape: [batch, hidden], data: pooled };
      const logits = heads.map(
        (head) => forwardHead(head, cpuOps, head.type.level === 'sentence' ? sentence : tokens[layersOf(head)], place).data,
      );
      const result = {
        ...(wanted.pooled ? { pooled } : {}),
        ...(wanted.tokens ? { tokens: tokens[wanted.tokens].data.slice() } : {}),
        logits,
      };
      states.dispose();
      return result;
    },
    destroy() {},
  };
}

/** @param layers hidden states that lie side by side in a row of the session's output */
export function gpuBackend(device: GPUDevice, hidden: number, layers: number): Backend {
  const pool = new BufferPool(device);
  const last = lastOf(layers);
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
    async evaluate(states, { batch, length, attentionMask }, heads, wanted) {
      if (states.where !== 'gpu') throw new TypeError('the GPU backend needs hidden states on the GPU');
      const recorder = new Recorder(device, pool);
      const ops = gpuOps(recorder);
      const tokens = featuresOf<GpuTensor>(ops, { shape: [batch * length, layers * hidden], slice: states.slice }, layers, place, last);
      const pooled: GpuTensor = { shape: [batch, hidden], slice: { ...states.slice, bytes: 0 } };
      if (needsPooled(heads, wanted)) {
        pooled.slice = meanPool(recorder, tokens.last.slice, recorder.upload(attentionMask), batch, length, hidden);
      }
      const logits = heads.map((head) => forwardHead(head, ops, head.type.level === 'sentence' ? pooled : tokens[layersOf(head)], place));
      const read = [...(wanted.pooled ? [pooled] : []), ...(wanted.tokens ? [tokens[wanted.tokens]] : []), ...logits];
      for (const tensor of read) recorder.read(tensor.slice);
      const reads = recorder.submit();
      states.dispose();
      const values = await reads;
      return {
        ...(wanted.pooled ? { pooled: values.shift() } : {}),
        ...(wanted.tokens ? { tokens: values.shift() } : {}),
        logits: values,
      };
    },
    destroy() {
      pool.destroy();
      for (const { buffer } of placed.values()) buffer.destroy();
    },
  };
}
