/**
 * Where the values of a program lie: a value that nobody reads any more gives its place to a later one.
 * Places are planned once, when the program is compiled.
 */
import { size } from './op';
import type { Node, Value } from './tape';

export interface MemoryPlan {
  /** The place of every value that has none of its own. */
  slotOf: Map<Value, number>;
  /** Elements of each place. */
  slots: number[];
}

/** The nodes that `outputs` need, in an order they can run in. */
export function reachable(nodes: Node[], outputs: Value[]): Node[] {
  const needed = new Set(outputs);
  return nodes
    .slice()
    .reverse()
    .filter(({ inputs, output, extras }) => {
      if (![output, ...extras].some((value) => needed.has(value))) return false;
      for (const input of inputs) needed.add(input);
      return true;
    })
    .reverse();
}

/** @param placed values that lie outside: inputs, parameters, results that are kept */
export function planMemory(nodes: Node[], placed: ReadonlySet<Value>): MemoryPlan {
  const lastUse = new Map<Value, number>();
  for (const [i, { inputs, output, extras }] of nodes.entries()) {
    for (const value of [...inputs, output, ...extras]) lastUse.set(value, i);
  }
  const slotOf = new Map<Value, number>();
  const slots: number[] = [];
  const free = new Set<number>();
  for (const [i, { inputs, output, extras }] of nodes.entries()) {
    for (const value of [output, ...extras]) {
      if (!placed.has(value)) slotOf.set(value, takeSlot(slots, free, size(value.shape)));
    }
    // Only now: an op may not write where it reads.
    for (const value of new Set([...inputs, output, ...extras])) {
      const slot = slotOf.get(value);
      if (slot !== undefined && lastUse.get(value) === i) free.add(slot);
    }
  }
  return { slotOf, slots };
}

/** The smallest free place that is large enough; else the largest free one, grown; else a new one. */
function takeSlot(slots: number[], free: Set<number>, elements: number): number {
  const bySize = [...free].sort((a, b) => slots[a] - slots[b]);
  const slot = bySize.find((candidate) => slots[candidate] >= elements) ?? bySize.at(-1) ?? slots.push(0) - 1;
  free.delete(slot);
  slots[slot] = Math.max(slots[slot], elements);
  return slot;
}
