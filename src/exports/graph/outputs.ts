/** What a graph gives beside hidden states: the embedding, and the outputs of heads. */
import type { Model } from '../../model/model';
import type { GraphBuilder } from '../../model/onnx/graphBuilder';
import { ElementType, type ValueInfo } from '../../model/onnx/proto';
import { type Head, layersOf, levelOf } from '../../tasks/head';
import { type GraphRows, headOutput } from './headOps';
import { embedding, pooled } from './sentence';

export const EMBEDDING = 'sentence_embedding';

/** A head's outputs under the names that its reader looks for: one for all columns, or one for each. */
export type OutputNames = string | string[];

/**
 * Writes `sentence_embedding` [batch, size], and of each head [batch, columns] or [batch, sequence, columns], or of names for
 * each column [batch, sequence] each.
 */
export function taskOutputs({ config, sentence }: Pick<Model, 'config' | 'sentence'>, heads: { head: Head; names: OutputNames }[]) {
  return (g: GraphBuilder, states: string[]): ValueInfo[] => {
    const { hiddenSize } = config;
    const [last, shape] = [states[states.length - 1], g.op('Shape', ['input_ids'])];
    const vectors = pooled(g, last, hiddenSize, sentence);
    const all = () => ({ name: g.op('Concat', states, { axis: 1 }), width: states.length * hiddenSize });
    const embedded = embedding(g, vectors, sentence);
    g.op('Identity', [embedded.name], {}, EMBEDDING);
    const outputs: ValueInfo[] = [{ name: EMBEDDING, type: ElementType.FLOAT, dims: ['batch', embedded.width] }];
    for (const { head, names } of heads) {
      const perToken = levelOf(head) === 'token';
      const features = !perToken ? vectors : layersOf(head) === 'all' ? all() : { name: last, width: hiddenSize };
      const rows = headOutput(g, head, features, states.length);
      outputs.push(...(perToken ? tokenOutputs(g, rows, names, shape) : sentenceOutput(g, rows, names)));
    }
    return outputs;
  };
}

function sentenceOutput(g: GraphBuilder, { name, width }: GraphRows, names: OutputNames): ValueInfo[] {
  const output = String(names);
  g.op('Identity', [name], {}, output);
  return [{ name: output, type: ElementType.FLOAT, dims: ['batch', width] }];
}

function tokenOutputs(g: GraphBuilder, { name, width }: GraphRows, names: OutputNames, shape: string): ValueInfo[] {
  if (typeof names === 'string') {
    g.op('Reshape', [name, g.op('Concat', [shape, g.int64(width)], { axis: 0 })], {}, names);
    return [{ name: names, type: ElementType.FLOAT, dims: ['batch', 'sequence', width] }];
  }
  return names.map((output, column) => {
    const values = g.op('Slice', [name, g.int64(column), g.int64(column + 1), g.int64(1)]);
    g.op('Reshape', [values, shape], {}, output);
    return { name: output, type: ElementType.FLOAT, dims: ['batch', 'sequence'] };
  });
}
