/**
 * An op is declared once, as data and functions: its shape rule, what it computes on either backend, and
 * its gradient, written in other ops. Whatever walks the registry (gradient checks, parity tests, the
 * profiler) then knows all there is to know of it.
 */
import type { BufferSlice, Dispatcher } from '../gpu/dispatcher';
import type { Floats } from '../kernels/floats';
import type { Tape, Value } from './tape';

export type Shape = readonly number[];

/** One use of an op: the shapes around it and its settings. */
export interface OpCall<Attributes> {
  inputs: Shape[];
  output: Shape;
  attributes: Attributes;
}

export interface Application<Attributes> {
  inputs: Value[];
  output: Value;
  extras: Value[];
  attributes: Attributes;
}

export interface Op<Attributes = unknown> {
  name: string;
  /** Shape of the output. @throws RangeError when the inputs do not fit each other */
  shape(inputs: Shape[], attributes: Attributes): number[];
  /** Shapes of what it computes beside its output: of use to gradients, and itself without one. Default: none. */
  extras?(inputs: Shape[], attributes: Attributes): number[][];
  /** Records the kernels that write every value of `output` and of `extras`. */
  gpu(to: Dispatcher, inputs: BufferSlice[], output: BufferSlice, call: OpCall<Attributes>, extras: BufferSlice[]): void;
  /** Writes every value of `output` and of `extras`, in the precision of the arrays it is given. Integers come in the same list. */
  cpu(inputs: Floats[], output: Floats, call: OpCall<Attributes>, extras: Floats[]): void;
  /**
   * The gradient of each input, given the output's; called only for those that are needed. An op without
   * one stands only where nothing is differentiated: in gradients themselves, or in the optimiser.
   */
  gradient?(tape: Tape, application: Application<Attributes>, upstream: Value): (() => Value)[];
  /** Applies the op with a tensor of its output's shape added, where its kernel does that at no cost. */
  plus?(tape: Tape, application: Application<Attributes>, addend: Value): Value;
  /** Multiplications and additions of one call. */
  flops(call: OpCall<Attributes>): number;
}

/** The values that `make` gives, made when the first of them is asked for. */
export function together(make: () => Value[]): (which: number) => () => Value {
  let made: Value[] | undefined;
  return (which) => () => {
    made ??= make();
    return made[which];
  };
}

export const size = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** @throws RangeError naming the op and the shapes, unless `fits` */
export function requireShapes(name: string, fits: boolean, shapes: Shape[]): void {
  if (!fits) throw new RangeError(`${name} cannot take ${shapes.map((shape) => `[${shape.join(', ')}]`).join(', ')}`);
}
