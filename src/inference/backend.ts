/** Pooling and heads, on whichever side the hidden states are. Only pooled vectors and logits are read back. */
import { BufferPool } from '../gpu/bufferPool';
import type { BufferSlice } from '../gpu/dispatcher';
import { Recorder } from '../gpu/recorder';
import { meanPool } from '../kernels/meanPool/meanPool';
import { meanPoolReference } from '../kernels/meanPool/reference';
import { cpuOps } from '../nn/cpuOps';
import { type GpuTensor, gpuOps } from '../nn/gpuOps';
import { forwardHead, type Head } from '../nn/heads/instance';
import type { CpuTensor } from '../nn/ops';
import type { HiddenStates, TokenBatch } from './session';

export interface Evaluation {
  /** [batch, hidden]; undefined unless it was asked for. */
  pooled?: Float32Array<ArrayBuffer>;
  /** Logits a head, in the order of the heads: [batch, outputs], or [batch, length, outputs] for token heads. */
  logits: Float32Array<ArrayBuffer>[];
}

export interface Backend {
  /** Disposes of `states`. */
  evaluate(states: HiddenStates, batch: TokenBatch, heads: Head[], wantPooled: boolean): Promise<Evaluation>;
  destroy(): void;
}

const needsPooled = (heads: Head[], wantPooled: boolean) => wantPooled || heads.some(({ type }) => type.level === 'sentence');

export function cpuBackend(hidden: number): Backend {
  return {
    async evaluate(states, { batch, length, attentionMask }, heads, wantPooled) {
      if (states.where !== 'cpu') throw new TypeError('the CPU backend needs hidden states on the CPU');
      const pooled = needsPooled(heads, wantPooled)
        ? meanPoolReference(states.data, attentionMask, batch, length, hidden)
        : new Float32Array();
      const features: Record<'sentence' | 'token', CpuTensor> = {
        sentence: { shape: [batch, hidden], data: pooled },
        token: { shape: [batch * length, hidden], data: states.data },
      };
      const logits = heads.map((head) => forwardHead(head, cpuOps, features[head.type.level], (parameter) => parameter).data);
      states.dispose();
      return { ...(wantPooled ? { pooled } : {}), logits };
    },
    destroy() {},
  };
}

export function gpuBackend(device: GPUDevice, hidden: number): Backend {
  const pool = new BufferPool(device);
  const placed = new Map<CpuTensor, BufferSlice>();
  const place = (parameter: CpuTensor): GpuTensor => {
    let slice = placed.get(parameter);
    if (!slice) {
      const buffer = device.createBuffer({ size: parameter.data.byteLength, usage: STORAGE_COPY_DST });
      device.queue.writeBuffer(buffer, 0, parameter.data);
      slice = { buffer, bytes: parameter.data.byteLength };
      placed.set(parameter, slice);
    }
    return { shape: parameter.shape, slice };
  };
  return {
    async evaluate(states, { batch, length, attentionMask }, heads, wantPooled) {
      if (states.where !== 'gpu') throw new TypeError('the GPU backend needs hidden states on the GPU');
      const recorder = new Recorder(device, pool);
      const ops = gpuOps(recorder);
      const tokens: GpuTensor = { shape: [batch * length, hidden], slice: states.slice };
      const pooled = needsPooled(heads, wantPooled)
        ? { shape: [batch, hidden], slice: meanPool(recorder, states.slice, recorder.upload(attentionMask), batch, length, hidden) }
        : undefined;
      const logits = heads.map((head) => forwardHead(head, ops, head.type.level === 'token' ? tokens : (pooled as GpuTensor), place));
      for (const tensor of [...(wantPooled && pooled ? [pooled] : []), ...logits]) recorder.read(tensor.slice);
      const reads = recorder.submit();
      states.dispose();
      const values = await reads;
      return wantPooled ? { pooled: values[0], logits: values.slice(1) } : { logits: values };
    },
    destroy() {
      pool.destroy();
      for (const { buffer } of placed.values()) buffer.destroy();
    },
  };
}

const STORAGE_COPY_DST = 0x80 | 0x8; // GPUBufferUsage, whose global does not exist in Node.
