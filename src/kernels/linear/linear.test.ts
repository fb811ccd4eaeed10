import { expect, it } from 'vitest';
import { Random } from '../../random';
import { describeOnGpu, expectClose } from '../../testing/gpuTest';
import { linear } from './linear';
import { linearReference } from './reference';

await describeOnGpu('linear on the GPU equals its reference', (run) => {
  it.each([
    { rows: 1, inFeatures: 1, outFeatures: 1, relu: false },
    { rows: 33, inFeatures: 17, outFeatures: 7, relu: true },
    { rows: 2, inFeatures: 384, outFeatures: 384, relu: true },
    { rows: 67, inFeatures: 96, outFeatures: 37, relu: false },
  ])('$rows × $inFeatures → $outFeatures, relu $relu', async (sizes) => {
    const random = new Random(sizes.rows);
    const x = random.uniform(sizes.rows * sizes.inFeatures, 1);
    const weight = random.uniform(sizes.outFeatures * sizes.inFeatures, 0.2);
    const bias = random.uniform(sizes.outFeatures, 1);
    const out = await run((r) => linear(r, r.upload(x), r.upload(weight), r.upload(bias), sizes));
    expectClose(out, linearReference(x, weight, bias, sizes), 1e-5);
  });
});

it('the reference computes relu(x · weightᵀ + bias)', () => {
  const sizes = { rows: 1, inFeatures: 2, outFeatures: 2, relu: true };
  const out = linearReference(new Float32Array([1, 2]), new Float32Array([3, 4, -5, 1]), new Float32Array([0.5, 1]), sizes);
  expect([...out]).toEqual([11.5, 0]);
});
