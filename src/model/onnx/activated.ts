/** Activations as nodes of a graph. */
import type { GraphBuilder } from './graphBuilder';

/** @param name as config.json names it */
export function activated(g: GraphBuilder, x: string, name: 'relu' | 'gelu' | 'gelu_new' | 'tanh'): string {
  switch (name) {
    case 'relu':
      return g.op('Relu', [x]);
    case 'tanh':
      return g.op('Tanh', [x]);
    case 'gelu': {
      const erf = g.op('Erf', [g.op('Div', [x, g.float(Math.SQRT2)])]);
      return g.op('Mul', [g.op('Mul', [x, g.op('Add', [erf, g.float(1)])]), g.float(0.5)]);
    }
    case 'gelu_new': {
      const cubic = g.op('Mul', [g.op('Mul', [x, g.op('Mul', [x, x])]), g.float(0.044715)]);
      const inner = g.op('Mul', [g.op('Add', [x, cubic]), g.float(Math.sqrt(2 / Math.PI))]);
      return g.op('Mul', [g.op('Mul', [x, g.op('Add', [g.op('Tanh', [inner]), g.float(1)])]), g.float(0.5)]);
    }
  }
}
