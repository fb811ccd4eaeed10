/** The product in SIMD against plain loops in float64: in relaxed SIMD, and without it. */
import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Random } from '../../random';
import { matmulReference } from './reference';
import { matmulSimd, releaseSimdMemory, simdMemory } from './simd';
import fused from './simd.wat?fused';

/** Ones, sizes that are no multiple of a tile or of a chunk, and a product larger than all memory before it. */
const SIZES = [
  [1, 1, 1],
  [3, 5, 7],
  [4, 8, 512],
  [5, 9, 513],
  [33, 31, 1025],
  [2, 384, 19],
  [700, 300, 40],
  [1, 7, 384],
  [10, 16, 513],
];

// Node 20 knows it, but has it switched off.
setFlagsFromString('--experimental-wasm-relaxed-simd');
const isKnown = WebAssembly.validate(fused);

describe.each([true, false])('where relaxed SIMD is known: %s', (known) => {
  beforeAll(() => {
    expect(isKnown).toBe(true);
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(known);
    releaseSimdMemory();
  });
  afterAll(() => {
    vi.restoreAllMocks();
    releaseSimdMemory();
  });

  for (const [rows, cols, inner] of SIZES) {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        it(`${rows} × ${cols} over ${inner}, a ${transposeA ? 'transposed' : 'as it is'}, b ${transposeB ? 'transposed' : 'as it is'}`, () => {
          const sizes = { rows, cols, inner, transposeA, transposeB };
          const random = new Random(rows + cols + inner);
          const [a, b] = [random.uniform(rows * inner, 1), random.uniform(inner * cols, 1)];
          const out = new Float32Array(rows * cols).fill(Number.NaN);
          matmulSimd(a, b, out, sizes);
          const expected = new Float64Array(rows * cols);
          matmulReference(Float64Array.from(a), Float64Array.from(b), expected, sizes);
          const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(out[i] - value)), 0);
          // Rounding of a sum of `inner` products, each of at most 1.
          expect(worst).toBeLessThanOrEqual(inner * 2 ** -23);
        });
      }
    }
  }

  it('gives the same bits again, whatever came between', () => {
    const sizes = { rows: 37, cols: 29, inner: 600, transposeA: false, transposeB: true };
    const random = new Random(3);
    const [a, b] = [random.uniform(37 * 600, 1), random.uniform(29 * 600, 1)];
    const first = new Float32Array(37 * 29);
    const second = new Float32Array(37 * 29);
    matmulSimd(a, b, first, sizes);
    matmulSimd(new Float32Array(900).fill(Number.NaN), new Float32Array(900).fill(Number.NaN), new Float32Array(900), {
      ...sizes,
      rows: 30,
      cols: 30,
      inner: 30,
    });
    matmulSimd(a, b, second, sizes);
    expect(second).toEqual(first);
  });

  it('memory that is not to be had is an error in words, and the next product goes well', () => {
    // More than the 4 GiB that 32 bits can address.
    expect(() => simdMemory(2 ** 31)).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
    const out = new Float32Array(1);
    matmulSimd(Float32Array.of(2), Float32Array.of(3), out, { rows: 1, cols: 1, inner: 1, transposeA: false, transposeB: false });
    expect(out[0]).toBe(6);
  });
});
