/**
 * Parameters by name, their first values, and their partition into those that learn and those that are frozen:
 * freezing is where a parameter lies, not a flag in the layers.
 */
import { hash32, Random } from '../random';
import type { CpuTensor } from './ops';

/** Parameters by their full name, `topic.dense.weight`, in a fixed order. */
export type ParameterTree = Map<string, CpuTensor>;

export interface ParameterSpec {
  name: string;
  shape: number[];
  /** Inputs of the layer this belongs to; sets the bound of its first values. */
  fanIn: number;
  /** First value of all its elements, or of each, where they are not drawn. */
  fill?: number | number[];
}

/** A linear layer's two parameters. */
export function linearParameters(name: string, inFeatures: number, outFeatures: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [outFeatures, inFeatures], fanIn: inFeatures },
    { name: `${name}.bias`, shape: [outFeatures], fanIn: inFeatures },
  ];
}

/**
 * First values as torch.nn.Linear.reset_parameters draws them: uniform within ±1/√fanIn. Every
 * parameter has a generator of its own, keyed by seed, owner and name, so that adding a head leaves
 * the others as they were.
 */
export function initialise(specs: ParameterSpec[], seed: number, owner: string): Map<string, CpuTensor> {
  return new Map(
    specs.map(({ name, shape, fanIn, fill }) => {
      const random = new Random(hash32(`${seed}/${owner}/${name}`));
      const size = shape.reduce((a, b) => a * b, 1);
      if (Array.isArray(fill)) return [name, { shape, data: Float32Array.from(fill) }];
      const data = fill === undefined ? random.uniform(size, 1 / Math.sqrt(fanIn)) : new Float32Array(size).fill(fill);
      return [name, { shape, data }];
    }),
  );
}

/** @returns `[those the filter takes, the others]`; together they are the whole tree, in its order */
export function partition(tree: ParameterTree, takes: (name: string) => boolean): [ParameterTree, ParameterTree] {
  const entries = [...tree];
  return [new Map(entries.filter(([name]) => takes(name))), new Map(entries.filter(([name]) => !takes(name)))];
}
