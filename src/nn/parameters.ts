/**
 * Parameters by name, and their partition into those that learn and those that are frozen: freezing is
 * where a parameter lies, not a flag in the layers.
 */
import type { Head } from './heads/instance';
import type { CpuTensor } from './ops';

/** Parameters by their full name, `taskA.dense.weight`, in a fixed order. */
export type ParameterTree = Map<string, CpuTensor>;

export function headParameters(heads: Head[]): ParameterTree {
  return new Map(heads.flatMap(({ name, parameters }) => [...parameters].map(([path, tensor]) => [`${name}.${path}`, tensor] as const)));
}

/** A head with other values, by their full names; what there is none for stays. */
export function withValues(head: Head, dataOf: (name: string) => Float32Array<ArrayBuffer> | undefined): Head {
  const parameters = [...head.parameters].map(
    ([path, { shape, data }]) => [path, { shape, data: dataOf(`${head.name}.${path}`) ?? data }] as const,
  );
  return { ...head, parameters: new Map(parameters) };
}

/** @returns `[those the filter takes, the others]`; together they are the whole tree, in its order */
export function partition(tree: ParameterTree, takes: (name: string) => boolean): [ParameterTree, ParameterTree] {
  const entries = [...tree];
  return [new Map(entries.filter(([name]) => takes(name))), new Map(entries.filter(([name]) => !takes(name)))];
}

/** The head, or other part, that a parameter belongs to. */
export const ownerOf = (name: string): string => name.slice(0, name.indexOf('.'));
