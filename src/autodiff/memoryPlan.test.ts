import { describe, expect, it } from 'vitest';
import { planMemory, reachable } from './memoryPlan';
import { size } from './op';
import { add } from './ops/add';
import { Tape, type Value } from './tape';

/** Nodes that branch and join at random, the same every time. */
function randomTape(count: number) {
  const tape = new Tape();
  const values: Value[] = [tape.input('x', [8, 2]), tape.input('y', [8, 2])];
  for (let i = 0; i < count; i++) values.push(tape.apply(add, [values[(i * 7) % values.length], values[(i * 13 + 1) % values.length]], {}));
  return { tape, inputs: values.slice(0, 2), last: values[values.length - 1] };
}

describe('planMemory', () => {
  it('no op writes where something lies that is still read, itself included', () => {
    const { tape, inputs, last } = randomTape(60);
    const nodes = reachable(tape.nodes, [last]);
    const { slotOf, slots } = planMemory(nodes, new Set(inputs));
    const holds = new Map<number, Value>();
    for (const { inputs: read, output } of nodes) {
      for (const value of read) {
        const slot = slotOf.get(value);
        if (slot !== undefined) expect(holds.get(slot)).toBe(value);
      }
      const slot = slotOf.get(output) ?? -1;
      expect(read.map((value) => slotOf.get(value))).not.toContain(slot);
      expect(slots[slot]).toBeGreaterThanOrEqual(size(output.shape));
      holds.set(slot, output);
    }
    expect(slots.length).toBeLessThan(nodes.length / 2);
  });

  it('what no output needs is not run', () => {
    const { tape, inputs } = randomTape(20);
    const wanted = tape.apply(add, inputs, {});
    expect(reachable(tape.nodes, [wanted])).toEqual([wanted.node]);
  });
});
