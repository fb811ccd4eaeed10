/** Matrices side by side, and columns of a matrix: torch.cat and torch.narrow along the second dimension. */
import { type ColumnSizes, placeColumns as placeKernel, takeColumns as takeKernel } from '../../kernels/columns/columns';
import { placeColumnsReference, takeColumnsReference } from '../../kernels/columns/reference';
import { type Op, type OpCall, requireShapes, type Shape } from '../op';

/** Where each input of joinColumns lies in its output. */
function places({ inputs, output: [rows, total] }: Pick<OpCall<object>, 'inputs' | 'output'>): ColumnSizes[] {
  let at = 0;
  return inputs.map(([, columns]) => {
    const sizes = { rows, columns, total, at };
    at += columns;
    return sizes;
  });
}

const widthOf = (shapes: Shape[]) => shapes.reduce((sum, [, columns]) => sum + columns, 0);

/** Inputs: any number of [rows, columns]. Output: all of them side by side, [rows, Σ columns]. */
export const joinColumns: Op<object> = {
  name: 'joinColumns',
  shape(inputs) {
    requireShapes(
      'joinColumns',
      inputs.every((shape) => shape.length === 2 && shape[0] === inputs[0][0]),
      inputs,
    );
    return [inputs[0][0], widthOf(inputs)];
  },
  gpu(to, inputs, output, call) {
    for (const [i, sizes] of places(call).entries()) placeKernel(to, inputs[i], output, sizes);
  },
  cpu(inputs, output, call) {
    for (const [i, sizes] of places(call).entries()) placeColumnsReference(inputs[i], output, sizes);
  },
  gradient: (tape, { inputs, output }, upstream) =>
    places({ inputs: inputs.map(({ shape }) => shape), output: output.shape }).map(
      ({ at, columns }) =>
        () =>
          tape.apply(takeColumns, [upstream], { at, columns }),
    ),
  flops: () => 0,
};

export interface Columns {
  /** The first of them. */
  at: number;
  columns: number;
}

const taken = ({ inputs: [[rows, total]], attributes: { at, columns } }: OpCall<Columns>): ColumnSizes => ({ rows, columns, total, at });

/** Input [rows, any]. Output [rows, columns]. It stands where nothing is differentiated: what it takes from has no gradient. */
export const takeColumns: Op<Columns> = {
  name: 'takeColumns',
  shape([x], { at, columns }) {
    requireShapes('takeColumns', x.length === 2 && at + columns <= x[1], [x, [at, columns]]);
    return [x[0], columns];
  },
  gpu: (to, [x], output, call) => takeKernel(to, x, output, taken(call)),
  cpu: ([x], output, call) => takeColumnsReference(x, output, taken(call)),
  flops: () => 0,
};
