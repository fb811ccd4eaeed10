/** What a text is about: one class of several. Task A of the exercise: Linear H→H, ReLU, Dropout, Linear H→C on the pooled vector; or logistic regression. */
import { crossEntropy } from '../../autodiff/ops/crossEntropy';
import { weightedCrossEntropy } from '../../autodiff/ops/weightedCrossEntropy';
import { TandemError } from '../../errors';
import { IGNORE_INDEX } from '../../kernels/crossEntropy/crossEntropy';
import { argmax, softmax } from '../../nn/rows';
import { count, plural } from '../../plural';
import type { Solved, SolveJob, SolvingRows, TaskConfig, TaskKind } from '../kind';
import { type ClassScores, type ConfusionCell, classificationMetrics } from '../metrics/classification';
import { addF1, F1_WIDTH, macroF1 } from '../metrics/tally';
import { classTexts } from '../shared/classNames';
import { checkLabels, oneHot, sortedNames } from '../shared/labels';
import { isOneLayer, type SentenceHeadConfig, sentenceHeads } from '../shared/sentenceHead';
import { solveHead } from '../shared/solveHead';
import { fewestTexts } from '../shared/unlabelled/neighbourhood';
import { namesNote, priorOf } from './names';

/** Settings of a classification task. */
export interface ClassificationConfig extends TaskConfig, SentenceHeadConfig {
  kind: 'classification';
  /** Names of the classes, in the order of the logits. */
  labels: string[];
  /**
   * Weights of the classes in the loss. `balanced`: rows / (classes · rows of the class), counted in the training rows, as
   * scikit-learn does. Or one number per class. Default: none.
   */
  classWeights?: 'none' | 'balanced' | number[];
  /** What `balanced` came to in the rows that were last trained on; counted anew by every run. */
  balancedWeights?: number[];
  /**
   * Whether a head of one layer also learns from texts without a label, from 100 of them on and ten per class: by pseudo-labels
   * (Lee, 2013) from vectors averaged with their neighbours (Wu et al., 2019). Default: use.
   */
  unlabelled?: 'use' | 'ignore';
  /** Share of the target that is spread over all classes, in [0, 1) (torch.nn.CrossEntropyLoss). Default: 0. */
  labelSmoothing?: number;
}

/** The most probable class of a text. */
export interface ClassAnswer {
  /** Place of the class among the config’s labels. */
  classId: number;
  /** Its name. */
  label: string;
  /** Probabilities in the order of the config's labels. */
  scores: number[];
}

export interface ClassificationDetails {
  labels: string[];
  /** Cells of the confusion matrix that are not empty; absent in runs of earlier versions, which have `confusion`. */
  cells?: ConfusionCell[];
  /** [actual][predicted] */
  confusion?: number[][];
  perClass: ClassScores[];
}

const HEADS = sentenceHeads<ClassificationConfig, string>('logistic', 'logistic regression', ({ labels }) => labels.length, solve, [
  ['names', 'logistic regression with class names'],
]);

export const classification: TaskKind<ClassificationConfig, string, ClassAnswer, ClassificationDetails> = {
  kind: 'classification',
  title: 'Classification',
  reads: [{ view: 'text', level: 'sentence' }],
  settings: [
    ...HEADS.settings,
    {
      key: 'classWeights',
      label: 'Class weights',
      help: 'Balanced: rare classes count as much as frequent ones.',
      type: 'choice',
      default: 'none',
      choices: [
        ['none', 'none'],
        ['balanced', 'balanced'],
      ],
    },
    {
      key: 'unlabelled',
      label: 'Texts without a label',
      help: 'With at least 100, and ten per class, a head of one layer also learns from these: what it answers for a text and its nearest neighbours together counts as a weak label.',
      type: 'choice',
      default: 'use',
      choices: [
        ['use', 'used'],
        ['ignore', 'ignored'],
      ],
      onlyWith: { key: 'head', values: ['logistic', 'names'] },
    },
    {
      key: 'labelSmoothing',
      label: 'Label smoothing',
      help: 'Share of the target that is spread over all classes.',
      type: 'number',
      default: 0,
      below: 1,
      onlyWith: { key: 'head', values: ['twoLayer'] },
    },
  ],
  complete(config) {
    HEADS.check(config);
    const { classWeights = 'none', balancedWeights = 'none', labelSmoothing = 0 } = config as ClassificationConfig;
    const labels = checkLabels(config.labels, 'The classes');
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new TandemError('bad-input', `labelSmoothing is ${labelSmoothing}; it must be at least 0 and below 1.`);
    }
    if (labelSmoothing > 0 && isOneLayer(config as ClassificationConfig)) {
      throw new TandemError('bad-input', 'Logistic regression is regularised by C and takes no labelSmoothing: leave it at 0.');
    }
    checkUnlabelled(config as ClassificationConfig);
    if ((config as ClassificationConfig).names) classTexts(labels, (config as ClassificationConfig).names ?? {});
    checkWeights(classWeights, labels);
    checkWeights(balancedWeights, labels);
    return { ...config, kind: 'classification', labels, classWeights, labelSmoothing };
  },
  fits: ({ values, distinct, count }) => {
    if (values === 'names') return 1;
    // Numbers may be names of classes, above all if they recur.
    if (values === 'numbers') return distinct <= count / 2 ? 0.3 : 0.05;
    return 0;
  },
  gold: (label) => (typeof label === 'string' ? label : typeof label === 'number' ? String(label) : undefined),
  configOf: (golds) => ({ kind: 'classification', labels: sortedNames(golds) }),
  names: (gold) => [gold],
  known: ({ labels }) => labels,
  ...HEADS.members,
  needsNoRows: ({ head }) => head === 'names',
  usesUnlabelled: (config) => isOneLayer(config) && config.unlabelled !== 'ignore',
  settle({ balancedWeights: _, ...config }, rows) {
    if (config.classWeights !== 'balanced') return config;
    const counts = new Map<string, number>();
    let all = 0;
    for (const { gold } of rows) {
      counts.set(gold, (counts.get(gold) ?? 0) + 1);
      all++;
    }
    // A class without a training row weighs nothing that could be learned.
    return { ...config, balancedWeights: config.labels.map((label) => all / (config.labels.length * (counts.get(label) ?? all))) };
  },
  target: { type: 'i32', width: () => 1, filler: IGNORE_INDEX },
  targets(gold, _text, { labels }) {
    const id = labels.indexOf(gold);
    return { values: [id < 0 ? IGNORE_INDEX : id] };
  },
  loss({ tape, outputs, targets, constant }, config) {
    const { labels, labelSmoothing = 0 } = config;
    const given = weightsOf(config);
    if (!given && labelSmoothing === 0) return tape.apply(crossEntropy, [outputs, targets], {});
    const weights = constant(given ?? labels.map(() => 1));
    return tape.apply(weightedCrossEntropy, [outputs, targets, weights], { smoothing: labelSmoothing });
  },
  decode(outputs, _text, { labels }) {
    const classId = argmax(outputs);
    return { classId, label: labels[classId], scores: softmax(outputs) };
  },
  label: ({ label }) => label,
  values: 'names',
  certainty: ({ classId, scores }) => ({ confidence: scores[classId], scores: scores[classId] }),
  probabilities: {
    layer: 'classifier',
    logits(rows, { labels }) {
      const known = rows.filter(({ gold }) => labels.includes(gold));
      return {
        logits: Float64Array.from(known.flatMap(({ outputs }) => [...outputs])),
        width: labels.length,
        targets: known.map(({ gold }) => labels.indexOf(gold)),
      };
    },
    claims: ({ gold, answer: { classId, label, scores } }) => [{ confidence: scores[classId], right: label === gold }],
  },
  metrics: [
    { id: 'macroF1', name: 'Macro-F1', better: 'higher', print: 'percent' },
    { id: 'accuracy', name: 'Accuracy', better: 'higher', print: 'percent', share: true },
  ],
  score(rows, { labels }) {
    const ids = new Map(labels.map((label, id) => [label, id]));
    const gold = rows.map((row) => ids.get(row.gold) ?? IGNORE_INDEX);
    const { accuracy, macroF1, cells, perClass } = classificationMetrics(
      gold,
      rows.map(({ answer }) => answer.classId),
      labels.length,
    );
    return { values: { macroF1, accuracy }, details: { labels, cells, perClass } };
  },
  tally(rows, { labels }) {
    const ids = new Map(labels.map((label, id) => [label, id]));
    const [count, right] = [F1_WIDTH * labels.length, F1_WIDTH * labels.length + 1];
    return {
      width: right + 1,
      rows: rows.map(({ gold, answer: { classId } }) => {
        const id = ids.get(gold);
        if (id === undefined) return [];
        const hit = Number(id === classId);
        return [...addF1(F1_WIDTH * id, hit, 0, 1), ...addF1(F1_WIDTH * classId, 0, 1, 0), [count, 1], [right, hit]];
      }),
      metrics: (sums) => ({
        macroF1: macroF1(sums, labels.length, sums[count]),
        accuracy: { value: sums[right] / Math.max(1, sums[count]), of: sums[count] },
      }),
    };
  },
  defaults: { learningRate: 1e-3 },
};

/** @param helping of the texts without a label, those that were learned from: all or none */
function helpedNote(helping: number, all: number, classes: number): string {
  if (helping > 0) return ` The head also learned from ${plural(helping, 'text')} without a label.`;
  if (all === 0) return '';
  return ` ${plural(all, 'text')} without a label ${all === 1 ? 'is' : 'are'} too few to learn from: ${plural(classes, 'class needs', 'classes need')} at least ${count(fewestTexts(classes))}.`;
}

async function solve(config: ClassificationConfig, rows: SolvingRows<string>, job: SolveJob): Promise<Solved<ClassificationConfig>> {
  const { labels } = config;
  const ids = rows.golds.map((gold) => labels.indexOf(gold));
  const weights = weightsOf(config);
  const known = config.head === 'names' ? await priorOf(config, ids, job.embed) : undefined;
  const { parameters, solvedC, priorWeight, unseen, note, texts } = await solveHead(
    rows,
    {
      link: 'softmax',
      outputs: labels.length,
      targets: oneHot(ids, labels.length),
      classes: rows.golds,
      ...(weights ? { weights: ids.map((id) => weights[id]) } : {}),
      ...(known?.prior ? { prior: known.prior } : {}),
      ...(config.unlabelled === 'ignore' ? {} : { unlabelled: rows.unlabelled }),
    },
    config,
    job,
  );
  const helped = config.unlabelled === 'ignore' ? '' : helpedNote(texts, rows.unlabelled.length / rows.width, labels.length);
  if (!known) return { parameters, config: { ...config, solvedC }, unseen, note: `is logistic regression with ${note}.${helped}` };
  const { prior } = known;
  const weighed = ids.length === 0 || (prior && prior.fixed < prior.weights.length) ? priorWeight : undefined;
  const solvedNames = { weight: weighed ?? 0, rows: ids.length };
  const said = namesNote(config, ids, weighed, note, known.mute) + helped;
  return { parameters, config: { ...config, solvedC, solvedNames }, unseen, note: said };
}

/** One per class; undefined where all weigh the same. */
function weightsOf({ classWeights, balancedWeights }: ClassificationConfig): number[] | undefined {
  const given = classWeights === 'balanced' ? balancedWeights : classWeights;
  return Array.isArray(given) ? given : undefined;
}

function checkUnlabelled(config: ClassificationConfig): void {
  const { unlabelled = 'ignore' } = config;
  if (unlabelled !== 'use' && unlabelled !== 'ignore') throw new TandemError('bad-input', 'unlabelled must be "use" or "ignore".');
  if (unlabelled === 'use' && !isOneLayer(config)) {
    throw new TandemError(
      'bad-input',
      "A head of two layers cannot learn from texts without a label: set head: 'logistic', or leave unlabelled out.",
    );
  }
}

function checkWeights(weights: ClassificationConfig['classWeights'], labels: string[]): void {
  if (weights === 'none' || weights === 'balanced') return;
  const numbers = Array.isArray(weights) && weights.length === labels.length && weights.every((weight) => weight >= 0 && weight < Infinity);
  if (numbers) return;
  throw new TandemError(
    'bad-input',
    `classWeights must be "none", "balanced", or ${labels.length} numbers of at least 0, one for each class.`,
  );
}
