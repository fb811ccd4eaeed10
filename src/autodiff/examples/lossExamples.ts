/** Examples of the ops that losses are made of, as opExamples.ts has them. */
import { IGNORE_INDEX } from '../../kernels/crossEntropy/crossEntropy';
import { MAX_COLUMNS } from '../../kernels/spanCrossEntropy/spanCrossEntropy';
import type { OpExample } from './opExample';

const LOSSES = ['crossEntropy', 'weightedCrossEntropy', 'binaryCrossEntropy', 'squaredError', 'spanCrossEntropy'];

/** Whether an op gives a mean loss, and beside it the count or weight that it is the mean over, which has no gradient. */
export const isLoss = (op: string): boolean => LOSSES.includes(op);

const LABELS: { classes: number; labels: number[] }[] = [
  { classes: 2, labels: [1] },
  { classes: 7, labels: [IGNORE_INDEX, 3, 0, IGNORE_INDEX, 6] },
  { classes: 72, labels: Array.from({ length: 301 }, (_, i) => (i % 3 === 0 ? IGNORE_INDEX : (i * 31) % 72)) },
  { classes: 5, labels: [IGNORE_INDEX, IGNORE_INDEX, IGNORE_INDEX] },
];

/** What a gradient is given behind its other inputs: the loss that forward gave, and upstream, whose second value is not read. */
const BEHIND = [[2], [2]];
const behind = (first: number, count: number) => ({ [first]: [0.5, count], [first + 1]: [0.7, 5] });

/** The last class weighs nothing. */
const classWeights = (classes: number) => Array.from({ length: classes }, (_, c) => (c === classes - 1 ? 0 : 0.25 + ((c * 5) % 8)));

const WEIGHTED = [0, 0.1].flatMap((smoothing) =>
  [...LABELS, { classes: 3, labels: [2, 2] }].map(({ classes, labels }) => ({
    shapes: [[labels.length, classes], [labels.length], [classes]],
    attributes: { smoothing },
    given: { 1: labels, 2: classWeights(classes) },
  })),
);

/** Rows, columns, and targets again and again: 0 and 1, what is between them, and below 0 what is unknown. */
const TARGETS: [rows: number, columns: number, cycle: number[]][] = [
  [1, 1, [1]],
  [3, 5, [-1, 0, 1, 0.25]],
  [301, 7, [1, 0, -1, 0, 0.9]],
  [2, 3, [-1]],
];
const BINARY = TARGETS.map(([rows, columns, cycle]) => ({
  shapes: [
    [rows, columns],
    [rows, columns],
  ],
  attributes: {},
  given: { 1: Array.from({ length: rows * columns }, (_, i) => cycle[i % cycle.length]) },
  scale: 20,
}));

const UNKNOWN = [9, 0];
const VALUES = [
  [[0.3, 1]],
  [[0.5, 1], UNKNOWN, [-2, 1], [7, 1], UNKNOWN],
  Array.from({ length: 515 }, (_, i) => (i % 4 ? [i / 100, 1] : UNKNOWN)),
  [UNKNOWN],
];
const SQUARED = VALUES.map((rows) => ({
  shapes: [
    [rows.length, 1],
    [rows.length, 2],
  ],
  attributes: {},
  given: { 1: rows.flat() },
}));

const VECTORS = [
  [1, 2],
  [5, 7],
  [13, 33],
  [67, 384],
];

interface Spans {
  columns: number;
  marks: number[];
  bounds: number[];
}

const SPANS: Spans[] = [
  { columns: 1, marks: [1], bounds: [0, 1] },
  // A start and an end; two starts, of which the first counts; an end alone; and rows of no segment, which are gold in vain.
  { columns: 2, marks: [-1, -1, 0, 1, 2, -1, 0, 1, 3, 0, -1, 0, 2, 3, 0], bounds: [0, 6, 10, 13] },
  // Empty segments first, between others and last; one of whose rows none takes part.
  { columns: 3, marks: [4, 0, 0, 0, -1, -1, 2], bounds: [0, 0, 2, 2, 2, 4, 6, 7, 7] },
  // More pairs than a workgroup has threads.
  {
    columns: MAX_COLUMNS,
    marks: Array.from({ length: 137 }, (_, i) => (i % 5 ? 1 << (i % MAX_COLUMNS) : -1)),
    bounds: Array.from({ length: 13 }, (_, i) => i * 11),
  },
  { columns: 2, marks: [0, -1, 0, 0], bounds: [0, 2, 3] },
];
const spanShapes = ({ columns, marks, bounds }: Spans) => [[marks.length, columns], [marks.length], [bounds.length]];

/** The first gold row of every segment in every column, or −1. */
const goldRows = ({ columns, marks, bounds }: Spans): number[] =>
  bounds
    .slice(1)
    .flatMap((end, s) =>
      Array.from({ length: columns }, (_, c) =>
        marks.findIndex((mark, row) => row >= bounds[s] && row < end && mark >= 0 && (mark >> c) & 1),
      ),
    );

const TASK_WEIGHTS = [
  { weight: 0.3, learned: false },
  { weight: 1, learned: true },
];
const weighed = (extra: number[][]): OpExample[] =>
  TASK_WEIGHTS.flatMap((attributes) => [4, 0].map((count) => ({ shapes: [[2], [1], ...extra], attributes, given: { 0: [0.7, count] } })));

export const LOSS_EXAMPLES: Record<string, OpExample[]> = {
  crossEntropy: LABELS.map(({ classes, labels }) => ({
    shapes: [[labels.length, classes], [labels.length]],
    attributes: {},
    given: { 1: labels },
  })),
  crossEntropyBackward: LABELS.map(({ classes, labels }) => ({
    shapes: [[labels.length, classes], [labels.length], ...BEHIND],
    attributes: {},
    given: { 1: labels, ...behind(2, labels.filter((label) => label !== IGNORE_INDEX).length) },
  })),
  weightedCrossEntropy: WEIGHTED,
  weightedCrossEntropyBackward: WEIGHTED.map(({ shapes, attributes, given }) => {
    const weight = given[1].reduce((sum, label) => sum + (label === IGNORE_INDEX ? 0 : given[2][label]), 0);
    return { shapes: [...shapes, ...BEHIND], attributes, given: { ...given, ...behind(3, weight) } };
  }),
  binaryCrossEntropy: BINARY,
  binaryCrossEntropyBackward: BINARY.map((example) => ({
    ...example,
    shapes: [...example.shapes, ...BEHIND],
    given: { ...example.given, ...behind(2, example.given[1].filter((target) => target >= 0).length) },
  })),
  squaredError: SQUARED,
  squaredErrorBackward: SQUARED.map(({ shapes, attributes, given }) => ({
    shapes: [...shapes, ...BEHIND],
    attributes,
    given: { ...given, ...behind(2, given[1].filter((known, i) => i % 2 && known).length) },
  })),
  cosine: VECTORS.map((shape) => ({ shapes: [shape, shape], attributes: {} })),
  normalize: VECTORS.map((shape) => ({ shapes: [shape], attributes: {} })),
  normalizeBackward: VECTORS.map((shape) => ({ shapes: [shape, shape], attributes: {} })),
  cosineBackward: VECTORS.flatMap(([rows, width]) => {
    const shapes = [
      [rows, width],
      [rows, width],
      [rows, 1],
    ];
    const zeroRow = Array.from({ length: rows * width }, (_, i) => (i < width ? 0 : Math.sin(i)));
    const givens: OpExample['given'][] = [{}, { 0: zeroRow }, { 1: zeroRow }];
    return givens.map((given) => ({ shapes, attributes: {}, given }));
  }),
  spanCrossEntropy: SPANS.map((spans) => ({ shapes: spanShapes(spans), attributes: {}, given: { 1: spans.marks, 2: spans.bounds } })),
  spanCrossEntropyBackward: SPANS.map((spans) => {
    const gold = goldRows(spans);
    const { columns, marks, bounds } = spans;
    return {
      shapes: [...spanShapes(spans), [2], [bounds.length - 1, columns, 2], [2]],
      attributes: {},
      given: {
        1: marks,
        2: bounds,
        3: [0.5, gold.filter((row) => row >= 0).length],
        4: gold.flatMap((row) => [row < 0 ? 0 : 1.5, row]),
        5: [0.7, 5],
      },
    };
  }),
  weighLoss: weighed([]),
  weighLossGradient: weighed([[1]]),
  weighLossVariance: weighed([[1]]),
};
