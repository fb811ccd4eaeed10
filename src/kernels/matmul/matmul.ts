/**
 * Matrix product in all its transpositions, with bias and what follows it fused in: forward and state gradient
 * of a fully connected layer. Accumulates in float32.
 */
import type { BufferSlice, Dispatcher } from '../../gpu/dispatcher';
import type { Kernel } from '../../gpu/kernel';
import { ACTIVATION_KINDS, type ActivationName } from '../activation/activation';
import curves from '../activation/curves.wgsl?raw';
import { type Dropout, dropoutWords } from '../dropout/dropout';
import pcg4d from '../dropout/pcg4d.wgsl?raw';
import blockParts from './block.wgsl?raw';
import finishing from './finish.wgsl?raw';
import plain from './matmul.wgsl?raw';
import block from './matmulBlock.wgsl?raw';
import cols from './matmulCols.wgsl?raw';
import inner from './matmulInner.wgsl?raw';

export interface MatmulSizes {
  /** Rows and columns of the product, and the length of what is summed over. */
  rows: number;
  cols: number;
  inner: number;
  /** a is stored [inner, rows]. */
  transposeA: boolean;
  /** b is stored [cols, inner], as torch.nn.Linear keeps its weight. */
  transposeB: boolean;
}

/** What becomes of the product and its bias; tensors are [rows, cols]. */
export type Finish =
  | { by: 'relu' }
  | { by: 'add'; addend: BufferSlice }
  /** What dropout leaves of it, and the residual. @param counter u32 [2]: the run's seed and the step's number */
  | { by: 'dropAndAdd'; addend: BufferSlice; counter: BufferSlice; dropout: Dropout }
  /** Times the slope of an activation at x: the gradient of what went into it. */
  | { by: 'slope'; x: BufferSlice; kind: ActivationName };

/** FINISH of finish.wgsl. */
const FINISH = { relu: 1, add: 2, dropAndAdd: 3, slope: 4 } as const;
const COLS: Kernel = { name: 'matmulCols', wgsl: cols };
const FINISHING = [pcg4d, curves, finishing].join('\n');
/** Kernels that finish what they compute. */
const BODIES = { matmul: FINISHING + plain, matmulInner: FINISHING + inner, matmulBlock: blockParts + FINISHING + block };
/** Columns and rows of a workgroup with block.wgsl. */
export const LARGE_BLOCK = [32, 64];
/** Columns and rows of a workgroup. */
const BLOCKS = { matmul: [32, 32], matmulInner: [32, 64], matmulBlock: LARGE_BLOCK };

/**
 * out = finish(a · b + bias), [rows, cols] float32.
 * @param bias [cols]
 */
export function matmul(
  to: Dispatcher,
  a: BufferSlice,
  b: BufferSlice,
  bias: BufferSlice | undefined,
  out: BufferSlice,
  sizes: MatmulSizes,
  finish?: Finish,
): void {
  const { rows, cols, inner: length, transposeA, transposeB } = sizes;
  const [aRow, aInner] = transposeA ? [1, rows] : [length, 1];
  const [bInner, bCol] = transposeB ? [1, length] : [cols, 1];
  const alongInner = !transposeA && length % 4 === 0 && (transposeB || cols % 4 === 0);
  if (!alongInner && !transposeB && cols % 4 === 0 && !bias && !finish) {
    to.dispatch(COLS, [rows, cols, length, aRow, aInner], [a, b, out], [Math.ceil(cols / 32), Math.ceil(rows / 32)]);
    return;
  }
  const body = !alongInner ? 'matmul' : to.largeBlocks && fillsBlocks(rows, length) && cols % 4 === 0 ? 'matmulBlock' : 'matmulInner';
  const [blockCols, blockRows] = BLOCKS[body];
  const words = finish?.by === 'dropAndAdd' ? dropoutWords(finish.dropout) : [0, 0, 0];
  const strides = body === 'matmul' ? [aRow, aInner, bInner, bCol] : [];
  // What is never read there keeps its place in the layout by b.
  const buffers = [a, b, bias ?? b, out, besideOf(finish) ?? b, finish?.by === 'dropAndAdd' ? finish.counter : b];
  const kernel = finished(body, bias !== undefined, finish, transposeB);
  to.dispatch(kernel, [rows, cols, length, ...words, ...strides], buffers, [Math.ceil(cols / blockCols), Math.ceil(rows / blockRows)]);
}

/** Whether a product is large enough for the kernels of block.wgsl to be worth their compilation, and sums over a length they can. */
export const fillsBlocks = (rows: number, length: number) => rows >= 64 && length >= 64 && length % 8 === 0;

function besideOf(finish: Finish | undefined): BufferSlice | undefined {
  switch (finish?.by) {
    case 'add':
    case 'dropAndAdd':
      return finish.addend;
    case 'slope':
      return finish.x;
  }
}

function finished(name: keyof typeof BODIES, hasBias: boolean, finish: Finish | undefined, transposeB: boolean): Kernel {
  return {
    name: [name, finish?.by].filter(Boolean).join('.'),
    wgsl: BODIES[name],
    constants: {
      HAS_BIAS: Number(hasBias),
      FINISH: finish ? FINISH[finish.by] : 0,
      ...(finish?.by === 'slope' ? { KIND: ACTIVATION_KINDS[finish.kind] } : {}),
      ...(name !== 'matmul' ? { TRANSPOSED: Number(transposeB) } : {}),
    },
  };
}
