import { describe, expect, it } from 'vitest';
import { Random } from '../../random';
import { describeOnGpu, expectClose } from '../../testing/gpuTest';
import { meanPool } from './meanPool';
import { meanPoolReference } from './reference';

await describeOnGpu('meanPool on the GPU equals its reference', (run) => {
  it.each([
    [1, 1, 1],
    [2, 7, 65],
    [3, 13, 384],
    [5, 31, 97],
  ])('[%i, %i, %i]', async (batch, length, hidden) => {
    const random = new Random(batch * 1000 + length);
    const states = random.uniform(batch * length * hidden, 1);
    const mask = Uint32Array.from({ length: batch * length }, () => Number(random.next() > 0.3));
    mask.fill(0, 0, batch > 1 ? length : 0); // a sentence without any token
    const pooled = await run((r) => meanPool(r, r.upload(states), r.upload(mask), batch, length, hidden));
    expectClose(pooled, meanPoolReference(states, mask, batch, length, hidden), 1e-6);
  });

  it('is not disturbed by what a reused buffer held before', async () => {
    await run((r) => r.upload(new Float32Array(64).fill(99)));
    const pooled = await run((r) => meanPool(r, r.upload(new Float32Array([1, 2, 3, 4])), r.upload(new Uint32Array([1, 1])), 1, 2, 2));
    expect([...pooled]).toEqual([2, 3]);
  });
});

describe('the reference', () => {
  it('leaves masked tokens out', () => {
    expect([...meanPoolReference(new Float32Array([1, 2, 3, 4, 9, 9]), [1, 1, 0], 1, 3, 2)]).toEqual([2, 3]);
  });

  it('gives zeros for a sentence without tokens', () => {
    expect([...meanPoolReference(new Float32Array([1, 2]), [0], 1, 1, 2)]).toEqual([0, 0]);
  });
});
