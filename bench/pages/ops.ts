/** Every op of the registry, timed on the GPU's own clock at sizes that training meets. */

import type { OpExample } from '../../src/autodiff/examples/opExample';
import { exampleInputs, OP_EXAMPLES } from '../../src/autodiff/examples/opExamples';
import { gpuBackend } from '../../src/autodiff/gpuBackend';
import { size } from '../../src/autodiff/op';
import { OPS } from '../../src/autodiff/ops/registry';
import { Tape } from '../../src/autodiff/tape';
import { requestGpu } from '../../src/gpu/device';

export interface OpTime {
  op: string;
  shapes: number[][];
  /** Best of some runs. */
  microseconds: number;
  gigaflops: number;
}

/** Sizes of a batch of 32 sentences, some 1,000 tokens, H = 768, 72 tags. Ops that are not here use their last test example. */
const SIZES: Record<string, OpExample[]> = {
  matmul: [
    {
      shapes: [
        [32, 768],
        [768, 768],
      ],
      attributes: { transposeA: false, transposeB: false },
    },
    {
      shapes: [
        [32, 768],
        [768, 768],
      ],
      attributes: { transposeA: false, transposeB: true },
    },
    {
      shapes: [
        [32, 768],
        [32, 768],
      ],
      attributes: { transposeA: true, transposeB: false },
    },
    {
      shapes: [
        [1024, 768],
        [1024, 72],
      ],
      attributes: { transposeA: true, transposeB: false },
    },
  ],
  linear: [
    { shapes: [[32, 768], [768, 768], [768]], attributes: { relu: true } },
    { shapes: [[1024, 768], [72, 768], [72]], attributes: { relu: false } },
  ],
  squaredNorm: [{ shapes: [[600_064]], attributes: {} }],
};
const RUNS = 5;

/** @throws Error where the adapter has no timestamps */
export async function timeOps(): Promise<OpTime[]> {
  const gpu = await requestGpu(navigator.gpu);
  if (!gpu) throw new Error('there is no WebGPU adapter');
  const backend = gpuBackend(gpu.device);
  const times: OpTime[] = [];
  for (const op of OPS) {
    for (const example of SIZES[op.name] ?? OP_EXAMPLES[op.name].slice(-1)) {
      const { shapes, attributes } = example;
      const tape = new Tape();
      const inputs = shapes.map((shape, i) => tape.input(`input ${i}`, shape));
      const output = tape.apply(op, inputs, attributes);
      const data = exampleInputs(op.name, example);
      const places = new Map([
        ...inputs.map((value, i) => [value, backend.store(data[i])] as const),
        [output, backend.store(size(output.shape))] as const,
      ]);
      const program = backend.compile(tape, [output], places);
      let best = Number.POSITIVE_INFINITY;
      for (let run = 0; run < RUNS; run++) {
        const kernels = await program.profile();
        best = Math.min(
          best,
          kernels.reduce((sum, { microseconds }) => sum + microseconds, 0),
        );
      }
      const flops = op.flops({ inputs: shapes, output: output.shape, attributes });
      times.push({ op: op.name, shapes, microseconds: best, gigaflops: flops / best / 1000 });
      program.destroy();
      for (const store of places.values()) store.destroy();
    }
  }
  return times;
}
