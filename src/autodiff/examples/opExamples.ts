/**
 * Inputs on which every op of the registry is tested, and on the small ones of which a device is checked: ones, primes, sizes
 * that are not a multiple of a tile, larger ones that are, no labels at all. An op without an entry here fails its tests.
 */
import { adamWGroup } from '../../kernels/adamW/adamW';
import { linkTokens, NO_ROW } from '../../kernels/embedding/embedding';
import { NORM_PARTS } from '../../kernels/squaredNorm/squaredNorm';
import { Random } from '../../random';
import { LOSS_EXAMPLES } from './lossExamples';
import type { OpExample } from './opExample';

const matrices = (): OpExample[] =>
  [false, true].flatMap((transposeA) =>
    [false, true].flatMap((transposeB) =>
      [
        [1, 1, 1],
        [3, 5, 7],
        [33, 31, 37],
        [32, 64, 48],
        [65, 36, 130],
        [13, 7, 384],
        [2, 384, 19],
        [19, 68, 96],
        [70, 68, 72],
      ].map(([rows, cols, inner]) => ({
        shapes: [transposeA ? [inner, rows] : [rows, inner], transposeB ? [cols, inner] : [inner, cols]],
        attributes: { transposeA, transposeB },
      })),
    ),
  );

/** Another input of the product's shape. */
function withResult({ shapes, attributes }: OpExample): OpExample {
  const { transposeA, transposeB } = attributes as { transposeA: boolean; transposeB: boolean };
  return { shapes: [...shapes, [shapes[0][transposeA ? 1 : 0], shapes[1][transposeB ? 0 : 1]]], attributes };
}

/** x, weight and bias. */
const layers = (): number[][][] =>
  [
    [1, 1, 1],
    [5, 3, 2],
    [32, 48, 64],
    [37, 36, 41],
    [136, 72, 132],
  ].map(([rows, inner, cols]) => [[rows, inner], [cols, inner], [cols]]);

const COUNTS = [1, 7, 64, 1009];
const elementwise = (inputs: number): OpExample[] =>
  COUNTS.map((count) => ({ shapes: Array.from({ length: inputs }, () => [count, 3]), attributes: {} }));

const LENGTHS = [[1], [3, 1, 5], [0, 4, 0, 2], [1, 13, 67, 2, 31]];
const cumulative = (lengths: number[]) => [0, ...lengths].map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));

/** The last case has rows beyond the last sequence, as a padded size bucket has. */
const packed = LENGTHS.map((lengths, i) => ({ cuSeqlens: cumulative(lengths), tokens: (cumulative(lengths).at(-1) ?? 0) + 3 * (i % 2) }));

const ramp = (count: number, period: number) => Array.from({ length: count }, (_, i) => ((i * 37) % period) / period);

/** Packed sequences pooled by one mode and by several; some tokens do not count. */
const POOLS = packed.flatMap(({ cuSeqlens, tokens }) =>
  [[false], [true], [false, true, false]].map((maxima) => ({
    cuSeqlens,
    tokens,
    maxima,
    weights: ramp(tokens * maxima.length, 7),
  })),
);

const MIXES = [
  [1, 1, 1],
  [5, 7, 3],
  [131, 13, 64],
];

/** Rows that come once, again and again, and tokens of none. */
const TOKEN_ROWS = [[0], [3, 1, 3, NO_ROW, 0, 3], Array.from({ length: 67 }, (_, i) => (i * i) % 11)];

const KINDS = ['relu', 'gelu', 'gelu_new', 'tanh'];

const NORMS = [
  [1, 1],
  [3, 7],
  [13, 96],
  [67, 384],
];
const normStats = (rows: number) => Array.from({ length: 2 * rows }, (_, i) => (i % 2 ? 1.7 : 0.1));

interface Attended {
  lengths: number[];
  heads: number;
  headSize: number;
  dropout: number;
  /** Farthest distance of the bias. Default: none */
  farthest?: number;
  reach?: number;
}

/** The last ones have tokens of no sequence, as a padded size bucket has. */
const ATTENDED: Attended[] = [
  { lengths: [1], heads: 1, headSize: 4, dropout: 0 },
  { lengths: [3, 1, 5], heads: 3, headSize: 8, dropout: 0 },
  { lengths: [4, 7], heads: 2, headSize: 12, dropout: 0.3 },
  { lengths: [13, 67, 2, 31, 0], heads: 3, headSize: 32, dropout: 0.1 },
  { lengths: [13, 47, 2], heads: 3, headSize: 8, dropout: 0, reach: 5 },
  { lengths: [13, 27, 2], heads: 2, headSize: 4, dropout: 0.1, reach: 0 },
];

const BIASED: Attended[] = [
  { lengths: [1], heads: 1, headSize: 4, dropout: 0, farthest: 0 },
  { lengths: [3, 1, 5], heads: 3, headSize: 8, dropout: 0, farthest: 7 },
  { lengths: [13, 67, 2, 31, 0], heads: 3, headSize: 12, dropout: 0.1, farthest: 66 },
  { lengths: [13, 27], heads: 2, headSize: 8, dropout: 0.1, farthest: 30, reach: 6 },
];

function attended(make: (tokens: number, heads: number, hidden: number) => number[][], cases = [...ATTENDED, ...BIASED]): OpExample[] {
  return cases.map(({ lengths, heads, headSize, dropout, farthest, reach }, op) => {
    const ends = cumulative(lengths).slice(1);
    const rows = lengths.flatMap((length, s) => new Array(length).fill([ends[s] - length, ends[s]]));
    const sequences = [[42, op], ...rows, ...(op >= 3 ? [[0, 0]] : [])];
    const tokens = sequences.length - 1;
    return {
      shapes: [[tokens + 1, 2], ...make(tokens, heads, heads * headSize), ...(farthest === undefined ? [] : [[2 * farthest + 1, heads]])],
      attributes: { heads, dropout: { probability: dropout, op }, ...(reach === undefined ? {} : { reach }) },
      given: { 0: sequences.flat() },
    };
  });
}

const ROTATED: Attended[] = [
  { lengths: [1], heads: 1, headSize: 2, dropout: 0 },
  { lengths: [3, 1, 5], heads: 3, headSize: 8, dropout: 0 },
  { lengths: [13, 67, 2, 31, 0], heads: 2, headSize: 12, dropout: 0 },
];

/** Cosines, then sines, of some angles. */
const turnsOf = ([positions, headSize]: number[]) =>
  Array.from({ length: positions * headSize }, (_, i) => {
    const [position, column] = [Math.floor(i / headSize), i % headSize];
    return (column < headSize / 2 ? Math.cos : Math.sin)((position * (1 + (column % (headSize / 2)))) / 3);
  });

const gradientInputs = (tokens: number, heads: number, hidden: number) => [
  [tokens, 3 * hidden],
  [tokens, heads],
  [tokens, hidden],
  [tokens, heads],
];

export const OP_EXAMPLES: Record<string, OpExample[]> = {
  activation: KINDS.flatMap((kind) => COUNTS.map((count) => ({ shapes: [[count, 3]], attributes: { kind }, scale: 4 }))),
  gatedActivation: KINDS.flatMap((kind) => COUNTS.map((rows) => ({ shapes: [[rows, 6]], attributes: { kind }, scale: 4 }))),
  gatedActivationBackward: KINDS.map((kind) => ({
    shapes: [
      [307, 10],
      [307, 5],
    ],
    attributes: { kind },
    scale: 4,
  })),
  rotary: ROTATED.flatMap((cases) =>
    [false, true].map((back) => {
      const [example] = attended((tokens, _heads, hidden) => [[tokens, 3 * hidden]], [cases]);
      const turns = [Math.max(...cases.lengths), cases.headSize];
      return {
        ...example,
        shapes: [...example.shapes, turns],
        attributes: { heads: cases.heads, back },
        given: { ...example.given, 2: turnsOf(turns) },
      };
    }),
  ),
  activationBackward: KINDS.map((kind) => ({ shapes: [[1009], [1009]], attributes: { kind }, scale: 4 })),
  layerNorm: NORMS.map(([rows, columns]) => ({ shapes: [[rows, columns], [columns], [columns]], attributes: { epsilon: 1e-5 } })),
  layerNormStateGradient: NORMS.map(([rows, columns]) => ({
    shapes: [[rows, columns], [columns], [rows, 2], [rows, columns]],
    attributes: {},
    given: { 2: normStats(rows) },
  })),
  layerNormWeightGradient: NORMS.map(([rows, columns]) => ({
    shapes: [
      [rows, columns],
      [rows, columns],
      [rows, 2],
    ],
    attributes: {},
    given: { 2: normStats(rows) },
  })),
  attention: attended((tokens, _heads, hidden) => [[tokens, 3 * hidden]]),
  attentionInner: attended((tokens, _heads, hidden) => [
    [tokens, hidden],
    [tokens, hidden],
  ]).map(({ shapes: [, gradient, output], attributes }) => ({ shapes: [gradient, output], attributes })),
  attentionGradient: attended(gradientInputs),
  attentionBiasGradient: attended(gradientInputs, BIASED),
  add: elementwise(2),
  matmul: matrices(),
  matmulPlus: matrices().map(withResult),
  matmulSlope: matrices()
    .map(withResult)
    .map((example, i) => ({ ...example, attributes: { ...example.attributes, kind: KINDS[i % KINDS.length] }, scale: 2 })),
  linear: [false, true].flatMap((relu) => layers().map((shapes) => ({ shapes, attributes: { relu } }))),
  linearResidual: layers().flatMap(([x, weight, bias], op) => {
    const shapes = [x, weight, bias, [x[0], weight[0]]];
    return [
      { shapes, attributes: { probability: 0, op: 0 } },
      { shapes: [...shapes, [2]], attributes: { probability: 0.3, op }, given: { 4: [42, op] } },
    ];
  }),
  weightGradient: [
    ...layers().map(([x, weight]) => [[x[0], weight[0]], x]),
    // Few rows and many where no fast kernel fits.
    [
      [7, 33],
      [7, 5],
    ],
    [
      [301, 384],
      [301, 3],
    ],
  ].map((shapes) => ({ shapes, attributes: {} })),
  reluBackward: elementwise(2),
  dropout: COUNTS.map((count, op) => ({
    shapes: [[count, 5], [2]],
    attributes: { probability: 0.1 * (op + 1), op },
    given: { 1: [42, op] },
  })),
  pool: POOLS.map(({ cuSeqlens, tokens, maxima, weights }) => ({
    shapes: [[tokens, 5], [tokens, maxima.length], [cuSeqlens.length]],
    attributes: { maxima },
    given: { 1: weights, 2: cuSeqlens },
  })),
  poolBackward: POOLS.map(({ cuSeqlens, tokens, maxima, weights }): OpExample => {
    const [sequences, modes] = [cuSeqlens.length - 1, maxima.length];
    const shapes = [[sequences, modes * 67], [tokens, modes], [cuSeqlens.length]];
    const attributes = { maxima, tokens, hidden: 67 };
    if (!maxima.includes(true)) return { shapes, attributes, given: { 1: weights, 2: cuSeqlens } };
    // Every token has the maximum: the first that counts takes its gradient.
    const [states, pooled] = [tokens, sequences * modes].map((rows) => new Array<number>(rows * 67).fill(1));
    shapes.push([tokens, 67], [sequences, modes * 67]);
    return { shapes, attributes, given: { 1: weights, 2: cuSeqlens, 3: states, 4: pooled } };
  }),
  ...LOSS_EXAMPLES,
  embedding: TOKEN_ROWS.map((rows) => ({
    shapes: [
      [11, 37],
      [rows.length, 3],
    ],
    attributes: {},
    given: { 1: [...linkTokens(rows)] },
  })),
  // Without and with a row that learns nothing.
  embeddingBackward: TOKEN_ROWS.flatMap((rows) =>
    [undefined, rows[0]].map((padding) => ({
      shapes: [
        [rows.length, 70],
        [rows.length, 3],
      ],
      attributes: { rows: 11 },
      given: { 1: [...linkTokens(rows, padding)] },
    })),
  ),
  gatherRows: [
    { shapes: [[1, 1], [1]], attributes: {}, given: { 1: [0] } },
    { shapes: [[11, 37], [5]], attributes: {}, given: { 1: [10, 0, 3, 3, 7] } },
  ],
  joinColumns: [
    { shapes: [[1, 1]], attributes: {} },
    {
      shapes: [
        [5, 3],
        [5, 1],
        [5, 7],
      ],
      attributes: {},
    },
    { shapes: Array.from({ length: 13 }, (_, i) => [23, 1 + i]), attributes: {} },
  ],
  takeColumns: [
    { shapes: [[1, 1]], attributes: { at: 0, columns: 1 } },
    { shapes: [[131, 67]], attributes: { at: 3, columns: 64 } },
  ],
  layerMix: MIXES.map(([rows, layers, hidden]) => ({ shapes: [[rows, layers * hidden], [layers]], attributes: {} })),
  layerMixWeights: MIXES.map(([rows, layers, hidden]) => ({
    shapes: [
      [rows, layers * hidden],
      [rows, hidden],
    ],
    attributes: {},
  })),
  layerMixStates: MIXES.map(([rows, layers, hidden]) => ({ shapes: [[rows, hidden], [layers]], attributes: {} })),
  squaredNorm: [64, 17_024].map((count) => ({ shapes: [[count]], attributes: {} })),
  clipFactor: [0, 0.5, 1e6].map((maxNorm) => ({ shapes: [[NORM_PARTS]], attributes: { maxNorm }, given: { 0: ramp(NORM_PARTS, 64) } })),
  adamW: [
    {
      shapes: [[256], [256], [512], [4], [3, 4], [2]],
      attributes: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      // The third group sits the step out.
      given: {
        2: ramp(512, 101),
        3: [0, 1, 2, 0],
        4: [1, 2, undefined].flatMap((step) => adamWGroup(0.01, 0.02, step, { beta1: 0.9, beta2: 0.999 })),
        5: [3, 0.5],
      },
    },
  ],
};

/** Which inputs are read as integers. */
const INTEGERS: Record<string, number[]> = {
  dropout: [1],
  pool: [2],
  poolBackward: [2],
  crossEntropy: [1],
  crossEntropyBackward: [1],
  weightedCrossEntropy: [1],
  weightedCrossEntropyBackward: [1],
  spanCrossEntropy: [1, 2],
  spanCrossEntropyBackward: [1, 2],
  gatherRows: [1],
  embedding: [1],
  embeddingBackward: [1],
  attention: [0],
  attentionGradient: [0],
  attentionBiasGradient: [0],
  rotary: [0],
  linearResidual: [4],
  adamW: [3],
};

/** An example's inputs: what is given, and uniform values in [-1, 1) elsewhere, the same every time. */
export function exampleInputs(
  op: string,
  { shapes, given = {}, scale = 1 }: OpExample,
): (Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>)[] {
  const random = new Random(7);
  return shapes.map((shape, i) => {
    if (INTEGERS[op]?.includes(i)) return Int32Array.from(given[i]);
    if (given[i]) return Float32Array.from(given[i]);
    return random.uniform(
      shape.reduce((a, b) => a * b, 1),
      scale,
    );
  });
}
