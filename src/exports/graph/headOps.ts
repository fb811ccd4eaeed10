/** What heads compute with, as nodes of an ONNX graph: a head's forward is written once for all. */
import { activated } from '../../model/onnx/activated';
import type { GraphBuilder } from '../../model/onnx/graphBuilder';
import type { CpuTensor, Ops } from '../../nn/ops';
import { forwardHead, type Head } from '../../tasks/head';

/** A value of the graph: [rows, width]. */
export interface GraphRows {
  name: string;
  width: number;
}

/** Smallest length by which a vector is divided, as torch.nn.functional.normalize has it. */
const SMALLEST = 1e-12;

/** Every row at length 1. */
export function normalized(g: GraphBuilder, { name, width }: GraphRows): GraphRows {
  const norm = g.op('Max', [g.op('ReduceL2', [name], { axes: [1], keepdims: 1 }), g.float(SMALLEST)]);
  return { name: g.op('Div', [name, norm]), width };
}

/** @param layers hidden states that lie side by side in what a mix reads */
function headOps(g: GraphBuilder, layers: number): Ops<GraphRows> {
  return {
    linear(x, weight, bias, { relu = false } = {}) {
      const result = g.op('Gemm', [x.name, weight.name, bias.name], { transB: 1 });
      return { name: relu ? g.op('Relu', [result]) : result, width: bias.width };
    },
    activation: ({ name, width }, kind) => ({ name: activated(g, name, kind), width }),
    layerNorm: ({ name, width }, weight, bias, epsilon) => ({
      name: g.op('LayerNormalization', [name, weight.name, bias.name], { axis: -1, epsilon: { float: epsilon } }),
      width,
    }),
    dropout: (x) => x,
    layerMix(states, weights) {
      const hidden = states.width / layers;
      const side = g.op('Reshape', [states.name, g.int64(-1, layers, hidden)]);
      const row = g.op('Reshape', [weights.name, g.int64(1, layers)]);
      return { name: g.op('Reshape', [g.op('MatMul', [row, side]), g.int64(-1, hidden)]), width: hidden };
    },
    normalize: (x) => normalized(g, x),
    // A graph reads one text at a time: what two of them are compared by is what it gives.
    cosine: (a) => a,
  };
}

/**
 * A head's outputs; of one that compares two texts, the vector that it compares by.
 *
 * @param features [rows, width], which the head reads, of each of its texts the same
 */
export function headOutput(g: GraphBuilder, head: Head, features: GraphRows, layers: number): GraphRows {
  const place = ({ shape, data }: CpuTensor, name: string): GraphRows => ({
    name: g.values(`head.${name}`, shape, data),
    width: shape.at(-1) ?? 1,
  });
  return g.in(`head.${head.name}`, () =>
    forwardHead(
      head,
      headOps(g, layers),
      head.kind.reads.map(() => features),
      place,
    ),
  );
}
