/** Which of several labels a text has: any number of them, each on its own (sigmoid, with a threshold per label). */
import { binaryCrossEntropy } from '../../autodiff/ops/binaryCrossEntropy';
import { TandemError } from '../../errors';
import { sigmoid } from '../../nn/rows';
import type { Solved, SolveJob, SolvingRows, TaskConfig, TaskKind } from '../kind';
import type { ClassScores } from '../metrics/classification';
import { bestThresholds, multiLabelMetrics } from '../metrics/multiLabel';
import { addF1, F1_WIDTH, f1At, macroF1 } from '../metrics/tally';
import { checkLabels, sortedNames } from '../shared/labels';
import { type SentenceHeadConfig, sentenceHeads } from '../shared/sentenceHead';
import { solveHead } from '../shared/solveHead';

/** Settings of a task with several labels per text. */
export interface MultiLabelConfig extends TaskConfig, SentenceHeadConfig {
  kind: 'multiLabel';
  /** Names of the labels, in the order of the logits. */
  labels: string[];
  /** A label is given from this probability on, one per label. Chosen on the validation rows while it trains. Default: 0.5. */
  thresholds?: number[];
}

/** Every label whose probability reaches its threshold. */
export interface MultiLabelAnswer {
  /** Their names; none may be. */
  labels: string[];
  /** Probabilities in the order of the config's labels; they are independent and need not add up to 1. */
  scores: number[];
}

export interface MultiLabelDetails {
  labels: string[];
  thresholds: number[];
  perLabel: ClassScores[];
}

const UNKNOWN = -1;
const HEADS = sentenceHeads<MultiLabelConfig, string[]>('logistic', 'logistic regression', ({ labels }) => labels.length, solve);

export const multiLabel: TaskKind<MultiLabelConfig, string[], MultiLabelAnswer, MultiLabelDetails> = {
  kind: 'multiLabel',
  title: 'Several labels',
  reads: [{ view: 'text', level: 'sentence' }],
  settings: HEADS.settings,
  complete(config) {
    HEADS.check(config);
    const labels = checkLabels(config.labels, 'The labels', 1);
    const { thresholds } = config as MultiLabelConfig;
    if (thresholds && !(thresholds.length === labels.length && thresholds.every((value) => value >= 0 && value <= 1))) {
      throw new TandemError('bad-input', `thresholds must be ${labels.length} numbers from 0 to 1, one for each label.`);
    }
    return { ...config, kind: 'multiLabel', labels };
  },
  fits: ({ values }) => (values === 'lists' ? 1 : values === 'names' ? 0.05 : 0),
  gold(label) {
    if (typeof label === 'string') return [label];
    return Array.isArray(label) && label.every((name): name is string => typeof name === 'string') ? label : undefined;
  },
  configOf: (golds) => ({ kind: 'multiLabel', labels: sortedNames(golds.flat()) }),
  names: (gold) => gold,
  known: ({ labels }) => labels,
  ...HEADS.members,
  target: { type: 'f32', width: ({ labels }) => labels.length, filler: UNKNOWN },
  targets: (gold, _text, { labels }) => ({ values: labels.map((label) => Number(gold.includes(label))) }),
  loss: ({ tape, outputs, targets }) => tape.apply(binaryCrossEntropy, [outputs, targets], {}),
  decode(outputs, _text, { labels, thresholds }) {
    const scores = Array.from(outputs, sigmoid);
    return { labels: labels.filter((_, i) => scores[i] >= (thresholds?.[i] ?? 0.5)), scores };
  },
  label: ({ labels }) => labels,
  values: 'lists',
  certainty({ labels: given, scores }, _text, { labels, thresholds }) {
    const sure = scores.map((score, i) => decisionConfidence(score, thresholds?.[i] ?? 0.5));
    return { confidence: Math.min(1, ...sure), scores: given.map((name) => scores[labels.indexOf(name)]) };
  },
  probabilities: {
    layer: 'classifier',
    // A logit of its own stands against 0.
    logits: (rows, { labels }) => ({
      logits: Float64Array.from(rows.flatMap(({ outputs }) => Array.from(outputs, (logit) => [0, logit]).flat())),
      width: 2,
      targets: asBits(
        rows.map(({ gold }) => gold),
        labels,
      ),
    }),
    divided: ({ thresholds, ...config }, temperature) => ({
      ...config,
      // A threshold goes where its logit goes, so that the same labels are given.
      ...(thresholds ? { thresholds: thresholds.map((share) => sigmoid(Math.log(share / (1 - share)) / temperature)) } : {}),
    }),
    claims: ({ gold, answer: { scores } }, { labels }) =>
      labels.map((label, i) => ({ confidence: scores[i], right: gold.includes(label) })),
  },
  calibrate: withThresholds,
  metrics: [
    { id: 'macroF1', name: 'Macro-F1', better: 'higher', print: 'percent' },
    { id: 'microF1', name: 'Micro-F1', better: 'higher', print: 'percent' },
    { id: 'exactMatch', name: 'All labels right', better: 'higher', print: 'percent', share: true },
  ],
  score(rows, { labels, thresholds }) {
    const bits = (lists: string[][]) => asBits(lists, labels);
    const gold = bits(rows.map((row) => row.gold));
    const predicted = Uint8Array.from(bits(rows.map(({ answer }) => answer.labels)));
    const { macroF1, microF1, exactMatch, perLabel } = multiLabelMetrics(gold, predicted, labels.length);
    return { values: { macroF1, microF1, exactMatch }, details: { labels, thresholds: thresholds ?? labels.map(() => 0.5), perLabel } };
  },
  tally(rows, { labels }) {
    const [count, exact] = [F1_WIDTH * labels.length, F1_WIDTH * labels.length + 1];
    return {
      width: exact + 1,
      rows: rows.map(({ gold, answer }) => {
        const cells = labels.map((label) => [gold.includes(label), answer.labels.includes(label)] as const);
        const addends = cells.flatMap(([there, said], id) =>
          there || said ? addF1(F1_WIDTH * id, Number(there && said), Number(said), Number(there)) : [],
        );
        return [...addends, [count, 1], [exact, Number(cells.every(([there, said]) => there === said))]];
      }),
      metrics(sums) {
        const all = new Float64Array(F1_WIDTH);
        for (let i = 0; i < count; i++) all[i % F1_WIDTH] += sums[i];
        return {
          macroF1: macroF1(sums, labels.length, sums[count]),
          microF1: f1At(all, 0).f1,
          exactMatch: { value: sums[exact] / Math.max(1, sums[count]), of: sums[count] },
        };
      },
    };
  },
  defaults: { learningRate: 1e-3 },
};

function withThresholds(config: MultiLabelConfig, rows: { gold: string[]; outputs: Float32Array }[]): MultiLabelConfig {
  const { labels } = config;
  const probabilities = Float64Array.from(rows.flatMap(({ outputs }) => Array.from(outputs, sigmoid)));
  const golds = rows.map(({ gold }) => gold);
  return { ...config, thresholds: bestThresholds(asBits(golds, labels), probabilities, labels.length) };
}

/** Thresholds are those that suit rows best which the coefficients have not seen; where all rows were needed, 0.5. */
async function solve(config: MultiLabelConfig, rows: SolvingRows<string[]>, job: SolveJob): Promise<Solved<MultiLabelConfig>> {
  const { labels } = config;
  const { parameters, solvedC, unseen, note } = await solveHead(
    rows,
    {
      link: 'sigmoid',
      outputs: labels.length,
      targets: Array.from(asBits(rows.golds, labels)),
      classes: rows.golds.map((gold) => [...gold].sort().join('\n')),
    },
    config,
    job,
  );
  const { thresholds: _, ...rest } = { ...config, solvedC };
  const solved =
    unseen.length > 0
      ? withThresholds(
          rest,
          unseen.map(({ row, outputs }) => ({ gold: rows.golds[row], outputs })),
        )
      : rest;
  return { parameters, config: solved, unseen, note: `is one logistic regression per label, with ${note}.` };
}

/**
 * How far a probability lies from its threshold: 0.5 right there, 1 at the end of its side. With a threshold of 0.5 it is the
 * probability of what was decided.
 */
function decisionConfidence(score: number, threshold: number): number {
  const room = score >= threshold ? 1 - threshold : threshold;
  return room > 0 ? 0.5 + (0.5 * Math.abs(score - threshold)) / room : 0.5;
}

/** [rows · labels], 1 where a row has the label. */
function asBits(lists: string[][], labels: string[]): Int8Array {
  return Int8Array.from(lists.flatMap((list) => labels.map((label) => Number(list.includes(label)))));
}
