/** A run's state on its way into storage and back. */
import { expect, it } from 'vitest';
import type { LoopState } from './loop';
import { readState, writeState } from './runState';

const STATE: LoopState = {
  step: 12,
  history: [],
  best: {
    best: { taskA: { epoch: 2, score: 0.5, loss: 0.25 } },
    metrics: {},
    configs: { taskA: { kind: 'multiLabel', labels: ['x'], thresholds: [0.4] } },
    values: new Map([['taskA.bias', Float32Array.of(1, 2, 3)]]),
  },
  checkpoint: { parameters: Float32Array.of(4, 5), moments: Float32Array.of(6, 7, 8, 9), steps: [12, 3], batches: 14 },
};

function bytesOf(parts: ArrayBufferView<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength))));
}

it('comes back as it was', () => {
  const { meta, parts } = writeState(STATE);
  expect(readState(JSON.parse(JSON.stringify(meta)), bytesOf(parts), STATE.history)).toEqual(STATE);
});

it('is not taken for one when an earlier version wrote it: its values lie in another order', () => {
  const { meta, parts } = writeState(STATE);
  const { layout: _, ...earlier } = meta;
  expect(readState(earlier as typeof meta, bytesOf(parts), STATE.history)).toBeUndefined();
});
