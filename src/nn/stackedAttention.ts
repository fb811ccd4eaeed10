/**
 * Query, key and value of a layer as one matrix of three times the rows, so that one product serves them all.
 * Everywhere else they go by their Hugging Face names.
 */
import type { AttentionStack } from '../architectures/parameters';
import type { CpuTensor } from './ops';
import type { ParameterTree } from './parameters';

/** `…attention.self.query.weight` [H, H] and its siblings → `…attention.self.weight` [3H, H]; the same for the biases. */
export function stackAttention(stacks: AttentionStack[], tree: ParameterTree): ParameterTree {
  const stackOf = new Map(stacks.map((stack) => [stack.parts[0], stack]));
  const members = new Set(stacks.flatMap(({ parts }) => parts));
  return new Map(
    [...tree].flatMap(([name, tensor]) => {
      const stack = stackOf.get(name);
      if (stack) return [[stack.name, joined(stack, tree)] as const];
      return members.has(name) ? [] : [[name, tensor] as const];
    }),
  );
}

/** The same values by their Hugging Face names again. */
export function unstackAttention(
  stacks: AttentionStack[],
  values: Map<string, Float32Array<ArrayBuffer>>,
): Map<string, Float32Array<ArrayBuffer>> {
  const stackOf = new Map(stacks.map((stack) => [stack.name, stack]));
  return new Map(
    [...values].flatMap(([name, data]) => {
      const stack = stackOf.get(name);
      if (!stack) return [[name, data] as const];
      const length = data.length / stack.parts.length;
      return stack.parts.map((part, i) => [part, data.slice(i * length, (i + 1) * length)] as const);
    }),
  );
}

/** @throws RangeError when one is missing */
function joined({ parts, shape }: AttentionStack, tree: ParameterTree): CpuTensor {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let at = 0;
  for (const part of parts) {
    const tensor = tree.get(part);
    if (!tensor) throw new RangeError('an attention layer lacks its query, key or value');
    data.set(tensor.data, at);
    at += tensor.data.length;
  }
  return { shape: [...shape], data };
}
