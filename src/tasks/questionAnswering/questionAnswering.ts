/**
 * Extractive question answering: the stretch of a text that answers a question about it (Rajpurkar et al., 2016). Linear H→2
 * on every token of question and text read together (Devlin et al., 2018): where the answer begins, and where it ends.
 */
import { spanCrossEntropy } from '../../autodiff/ops/spanCrossEntropy';
import type { Span } from '../../data/dataset';
import { endOfWord } from '../../data/spans';
import type { Scored, TaskConfig, TaskKind } from '../kind';
import { answerMetrics } from '../metrics/squad';
import { checkSetting } from '../settings';
import { spansOf } from '../shared/gold';
import { checkTokenHead, type TokenHeadConfig, tokenHead, tokenParameters } from '../shared/tokenHead';
import { bestSpan } from './bestSpan';

/** Settings of a task that finds the answer to a question in a text. */
export interface QuestionAnsweringConfig extends TaskConfig, TokenHeadConfig {
  kind: 'questionAnswering';
  /** Longest answer in word pieces. Default: 30. */
  maxAnswerPieces?: number;
}

/** `text === context.slice(start, end)`; empty where the text has no word piece. */
export interface FoundAnswer {
  /** The answer itself. */
  text: string;
  /** UTF-16 index in the context. */
  start: number;
  /** UTF-16 index behind its last character. */
  end: number;
  /** Probability of its beginning times that of its end. */
  score: number;
}

const LONGEST = {
  key: 'maxAnswerPieces',
  label: 'Longest answer',
  help: 'In word pieces.',
  type: 'number',
  default: 30,
  min: 1,
  whole: true,
} as const;

const COLUMNS = 2;
/** Marks of rows, as spanCrossEntropy reads them. */
const [BEGINS, ENDS, OUTSIDE] = [1, 2, -1];

export const questionAnswering: TaskKind<QuestionAnsweringConfig, Span[], FoundAnswer, object> = {
  kind: 'questionAnswering',
  title: 'Question answering',
  reads: [{ view: 'joint', level: 'token' }],
  settings: [LONGEST],
  complete(config) {
    checkTokenHead(config);
    const { maxAnswerPieces = LONGEST.default } = config as QuestionAnsweringConfig;
    checkSetting(LONGEST, maxAnswerPieces, LONGEST.key);
    return { ...config, kind: 'questionAnswering', maxAnswerPieces };
  },
  fits: ({ values }) => Number(values === 'answers'),
  gold: (label) => {
    const answers = spansOf(label);
    return answers?.length ? answers : undefined;
  },
  configOf: () => ({ kind: 'questionAnswering' }),
  outputs: () => COLUMNS,
  parameters: (config, hiddenSize) => tokenParameters(config, hiddenSize, COLUMNS, 'qaOutputs'),
  forward: (ops, parameter, [states], config) => tokenHead(ops, parameter, states, config, 'qaOutputs'),
  target: { type: 'i32', width: () => 1, filler: OUTSIDE },
  targets(gold, { text, pieces }) {
    const values = pieces.map(() => 0);
    // Of several answers the first one that was read is learned; all of them are right when scored.
    for (const { start, end } of gold) {
      const first = pieces.findIndex((piece) => piece.end > start);
      const last = pieces.findLastIndex((piece) => piece.start < end);
      if (first < 0 || last < first || endOfWord(text, pieces[last].end) < end) continue;
      values[first] |= BEGINS;
      values[last] |= ENDS;
      return { values };
    }
    return { values: pieces.map(() => OUTSIDE), lost: gold };
  },
  loss: ({ tape, outputs, targets, bounds }) => tape.apply(spanCrossEntropy, [outputs, targets, bounds], {}),
  decode(outputs, { text, pieces }, { maxAnswerPieces = LONGEST.default }) {
    const best = bestSpan(outputs, maxAnswerPieces);
    if (!best) return { text: '', start: 0, end: 0, score: 0 };
    const [start, end] = [pieces[best.first].start, endOfWord(text, pieces[best.last].end)];
    return { text: text.slice(start, end), start, end, score: best.score };
  },
  label: ({ start, end }) => [{ start, end, label: 'answer' }],
  values: 'answers',
  certainty: ({ score }) => ({ confidence: score, scores: [score] }),
  metrics: [
    { id: 'f1', name: 'Token F1', better: 'higher', print: 'percent' },
    { id: 'exactMatch', name: 'Exact match', better: 'higher', print: 'percent', share: true },
  ],
  score(rows) {
    const { exactMatch, f1 } = answerMetrics(...asTexts(rows));
    return { values: { f1, exactMatch }, details: {} };
  },
  tally: (rows) => ({
    width: 3,
    rows: rows.map((row) => {
      const { f1, exactMatch } = answerMetrics(...asTexts([row]));
      return [
        [0, f1],
        [1, exactMatch],
        [2, 1],
      ];
    }),
    metrics: ([f1, exactMatch, of]) => ({ f1: { value: f1 / of, of }, exactMatch: { value: exactMatch / of, of } }),
  }),
  defaults: { learningRate: 1e-3 },
};

/** Right answers of each row, and the one that was found. */
const asTexts = (rows: Scored<Span[], FoundAnswer>[]): [gold: string[][], found: string[]] => [
  rows.map(({ gold, text: { text } }) => gold.map(({ start, end }) => text.slice(start, end))),
  rows.map(({ answer }) => answer.text),
];
