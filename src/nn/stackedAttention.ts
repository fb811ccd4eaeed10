/**
 * Query, key and value of a layer as one matrix of three times the rows, so that one product serves them all.
 * Everywhere else they go by their Hugging Face names.
 */
import type { CpuTensor } from './ops';
import type { ParameterTree } from './parameters';

const PARTS = ['query', 'key', 'value'] as const;
const FIRST = /^(encoder\.layer\.\d+\.attention\.self)\.query\.(weight|bias)$/;
const STACK = /^(encoder\.layer\.\d+\.attention\.self)\.(weight|bias)$/;

/** `…attention.self.query.weight` [H, H] and its siblings → `…attention.self.weight` [3H, H]; the same for the biases. */
export function stackAttention(tree: ParameterTree): ParameterTree {
  const stacks: ParameterTree = new Map();
  const members = new Set<string>();
  for (const [name, { shape }] of tree) {
    const [, layer, kind] = FIRST.exec(name) ?? [];
    if (!layer) continue;
    const parts = PARTS.map((part) => `${layer}.${part}.${kind}`);
    for (const part of parts) members.add(part);
    stacks.set(
      name,
      joined(
        parts.map((part) => tree.get(part)),
        shape,
      ),
    );
  }
  return new Map(
    [...tree].flatMap(([name, tensor]) => {
      const stack = stacks.get(name);
      if (stack) return [[name.replace(FIRST, '$1.$2'), stack] as const];
      return members.has(name) ? [] : [[name, tensor] as const];
    }),
  );
}

/** The same values by their Hugging Face names again. */
export function unstackAttention(values: Map<string, Float32Array<ArrayBuffer>>): Map<string, Float32Array<ArrayBuffer>> {
  return new Map(
    [...values].flatMap(([name, data]) => {
      const [, layer, kind] = STACK.exec(name) ?? [];
      if (!layer) return [[name, data] as const];
      const length = data.length / PARTS.length;
      return PARTS.map((part, i) => [`${layer}.${part}.${kind}`, data.slice(i * length, (i + 1) * length)] as const);
    }),
  );
}

/** @throws RangeError when one is missing */
function joined(parts: (CpuTensor | undefined)[], [rows, ...columns]: number[]): CpuTensor {
  const all = parts.map((part) => {
    if (!part) throw new RangeError('an attention layer lacks its query, key or value');
    return part.data;
  });
  const data = new Float32Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of all) {
    data.set(part, at);
    at += part.length;
  }
  return { shape: [rows * PARTS.length, ...columns], data };
}
