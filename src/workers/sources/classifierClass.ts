/** Classes of transformers that have a head, and the task of ours that computes the same. */
import { type StockClasses, stockClasses } from '../../exports/stockClasses';
import type { TaskConfig } from '../../tasks/kind';

/** A task as config.json describes it, and where the values of its head lie. */
export interface Classifier {
  name: string;
  config: TaskConfig;
  /** Names of our parameters, without `.weight` and `.bias`, and what they are called in the file. */
  layers: [ours: string, theirs: string][];
  /** Whether the head reads the first token, which `modules.json` must say then. */
  readsFirstToken: boolean;
}

type Json = Record<string, unknown>;

/**
 * @param config content of config.json
 * @returns undefined for a class without a head; in words why, for a head that no task of ours is equal to
 */
export function classifierOf(config: Json): Classifier | string | undefined {
  const className = Array.isArray(config.architectures) ? String(config.architectures[0]) : '';
  const known = stockClasses(config);
  if (className.endsWith('ForSequenceClassification')) return known ? sentenceTask(config, known) : unknown(className);
  if (className.endsWith('ForTokenClassification')) return known ? entities(config) : unknown(className);
  if (className.endsWith('ForQuestionAnswering')) {
    if (!known) return unknown(className);
    return { name: 'answer', config: { kind: 'questionAnswering' }, layers: [['qaOutputs', 'qa_outputs']], readsFirstToken: false };
  }
  return undefined;
}

function sentenceTask(config: Json, { sequence }: StockClasses): Classifier | string {
  const labels = labelsOf(config);
  const { dense, classifier, activation } = sequence;
  const layers: Classifier['layers'] = [
    ['dense', dense],
    ['classifier', classifier],
  ];
  const task = (name: string, more: TaskConfig) => ({ name, config: { ...more, activation }, layers, readsFirstToken: true });
  const problem = config.problem_type ?? (labels.length === 1 ? 'regression' : 'single_label_classification');
  if (problem === 'regression') {
    if (labels.length > 1) return `it gives ${labels.length} numbers at once, and a task here gives one`;
    return task('score', { kind: 'regression', mean: 0, scale: 1 });
  }
  if (new Set(labels).size < labels.length) return 'two of its labels have the same name';
  if (problem === 'multi_label_classification') return task('labels', { kind: 'multiLabel', labels });
  return task('class', { kind: 'classification', labels });
}

function entities(config: Json): Classifier | string {
  const labels = labelsOf(config);
  const odd = labels.find((label) => label !== 'O' && !/^[BI]-./.test(label));
  if (odd !== undefined) return `its label "${odd}" is not one of O, B-… and I-…, of which entities are made`;
  if (new Set(labels).size < labels.length) return 'two of its labels have the same name';
  // Which labels may follow each other, only those know who trained it.
  const task = { kind: 'entities', labels, layers: 'last', decoding: 'argmax' };
  return { name: 'entities', config: task, layers: [['classifier', 'classifier']], readsFirstToken: false };
}

/** Without `id2label` transformers has two labels. */
function labelsOf({ id2label, num_labels: count = 2 }: Json): string[] {
  if (typeof id2label !== 'object' || id2label === null) return Array.from({ length: Number(count) }, (_, id) => `LABEL_${id}`);
  const byId = Object.entries(id2label).map(([id, label]) => [Number(id), String(label)] as const);
  return byId.sort(([a], [b]) => a - b).map(([, label]) => label);
}

const unknown = (className: string): string => `heads of ${className} are not known here`;
