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
  /** What it computes beside its output. */
  extras: Value[];
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

  apply<Attributes>(op: Op<Attributes>, inputs: Value[], attributes: Attributes): Value {
    return this.applyAll(op, inputs, attributes)[0];
  }

  /** As {@link apply}. @returns the output, then the extras, into which no gradient flows */
  applyAll<Attributes>(op: Op<Attributes>, inputs: Value[], attributes: Attributes): Value[] {
    const shapes = inputs.map((value) => value.shape);
    const requiresGrad = inputs.some((input) => input.requiresGrad);
    const output: Value = { name: op.name, shape: op.shape(shapes, attributes), requiresGrad };
    const extras = (op.extras?.(shapes, attributes) ?? []).map(
      (shape): Value => ({ name: `${op.name}, extra`, shape, requiresGrad: false }),
    );
    const node: Node = { op: op as Op, inputs, output, extras, attributes };
    for (const value of [output, ...extras]) value.node = node;
    this.nodes.push(node);
    return [output, ...extras];
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
      const latest = (value: Value) => again.get(value) ?? value;
      const { attributes } = node;
      const application = { inputs: node.inputs.map(latest), output: latest(node.output), extras: node.extras.map(latest), attributes };
      const parts = node.op.gradient(this, application, upstream);
      for (const [i, input] of node.inputs.entries()) {
        if (!input.requiresGrad) continue;
        if (!parts[i]) throw new RangeError(`${node.op.name} has no gradient for its input ${i}`);
        const part = parts[i]();
        const before = found.get(input);
        found.set(input, before ? this.sum(before, part, part === upstream) : part);
      }
    }
    return new Map(wrt.flatMap((value) => (found.has(value) ? [[value, found.get(value) as Value]] : [])));
  }

  /** @param shared whether others read `part` too, so that it is computed anyway */
  private sum(before: Value, part: Value, shared: boolean): Value {
    const { node } = part;
    const fused = shared || !node ? undefined : node.op.plus?.(this, node, before);
    return fused ?? this.apply(add, [before, part], {});
  }

  /** Applies nodes once more. @returns the new value for each of theirs */
  private replay(nodes: Node[]): Map<Value, Value> {
    const again = new Map<Value, Value>();
    for (const { op, inputs, output, extras, attributes } of nodes) {
      const inputsAgain = inputs.map((value) => again.get(value) ?? value);
      const values = this.applyAll(op, inputsAgain, attributes);
      for (const [i, value] of [output, ...extras].entries()) again.set(value, values[i]);
    }
    return again;
  }
}
