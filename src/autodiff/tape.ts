/**
 * A tape of what is to be computed: values, and the ops that make them from others. Nothing runs here.
 * Gradients are more entries on the same tape, by reverse accumulation, so that forward, backward and
 * optimiser compile into one program.
 */
import { type Op, type Shape, size } from './op';
import { add } from './ops/add';

/** A tensor that does not exist yet: float32, or integers where an op reads them as such. */
export interface Value {
  /** Its name where it comes from outside, else the op's. */
  name: string;
  shape: Shape;
  /** Whether a trainable parameter is among what it is made from. */
  requiresGrad: boolean;
  /** What makes it; absent for inputs and parameters. */
  node?: Node;
}

export interface Node {
  op: Op;
  inputs: Value[];
  output: Value;
  attributes: unknown;
}

export class Tape {
  /** In the order they were applied, which is an order they can run in. */
  readonly nodes: Node[] = [];
  /** First node of each recomputed stretch by its last one. */
  private readonly recomputed = new Map<Node, number>();

  /** Something that is given before every run. */
  input(name: string, shape: Shape): Value {
    return { name, shape, requiresGrad: false };
  }

  /** @param trainable whether gradients flow into it */
  parameter(name: string, shape: Shape, trainable: boolean): Value {
    return { name, shape, requiresGrad: trainable };
  }

  /** As {@link apply}, for what an op computes on the way: its own gradient already takes account of it. */
  applyDetached<Attributes>(op: Op<Attributes>, inputs: Value[], attributes: Attributes): Value {
    const output = this.apply(op, inputs, attributes);
    output.requiresGrad = false;
    return output;
  }

  apply<Attributes>(op: Op<Attributes>, inputs: Value[], attributes: Attributes): Value {
    const shape = op.shape(
      inputs.map((value) => value.shape),
      attributes,
    );
    const output: Value = { name: op.name, shape, requiresGrad: inputs.some(({ requiresGrad }) => requiresGrad) };
    const node: Node = { op: op as Op, inputs, output, attributes };
    output.node = node;
    this.nodes.push(node);
    return output;
  }

  /**
   * What `build` applies is computed once more for the gradients instead of being kept for them: memory for
   * time (Chen et al., 2016). Only what it takes in and what it returns stays.
   */
  recompute(build: () => Value): Value {
    const first = this.nodes.length;
    const result = build();
    const last = this.nodes.at(-1);
    if (last && this.nodes.length > first) this.recomputed.set(last, first);
    return result;
  }

  /**
   * Gradients of a scalar.
   *
   * @param total [1]
   * @param seed [1], the gradient of `total` itself: an input that holds 1
   * @returns the gradient of every value of `wrt` that `total` depends on
   * @throws RangeError when something on the way has no gradient
   */
  gradients(total: Value, seed: Value, wrt: Value[]): Map<Value, Value> {
    if (size(total.shape) !== 1) throw new RangeError('only a scalar has gradients here');
    const found = new Map<Value, Value>([[total, seed]]);
    const forward = this.nodes.slice();
    let again = new Map<Value, Value>();
    for (const [i, node] of [...forward.entries()].reverse()) {
      const first = this.recomputed.get(node);
      if (first !== undefined) again = this.replay(forward.slice(first, i + 1));
      const upstream = found.get(node.output);
      if (!upstream || !node.output.requiresGrad) continue;
      if (!node.op.gradient) throw new RangeError(`${node.op.name} has no gradient`);
      const [inputs, output] = [node.inputs.map((value) => again.get(value) ?? value), again.get(node.output) ?? node.output];
      const parts = node.op.gradient(this, { inputs, output, attributes: node.attributes }, upstream);
      for (const [i, input] of node.inputs.entries()) {
        if (!input.requiresGrad) continue;
        if (!parts[i]) throw new RangeError(`${node.op.name} has no gradient for its input ${i}`);
        const part = parts[i]();
        const before = found.get(input);
        found.set(input, before ? this.apply(add, [before, part], {}) : part);
      }
    }
    return new Map(wrt.flatMap((value) => (found.has(value) ? [[value, found.get(value) as Value]] : [])));
  }

  /** Applies nodes once more. @returns the new value for each of theirs */
  private replay(nodes: Node[]): Map<Value, Value> {
    const again = new Map<Value, Value>();
    for (const { op, inputs, output, attributes } of nodes) {
      const inputsAgain = inputs.map((value) => again.get(value) ?? value);
      again.set(output, this.apply(op, inputsAgain, attributes));
    }
    return again;
  }
}
