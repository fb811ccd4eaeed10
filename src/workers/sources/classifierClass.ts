/** Classes of transformers that have a head, and the task of ours that computes the same. */
import { type HeadClass, type StockHead, stockClasses } from '../../exports/stockClasses';
import type { PoolingMode } from '../../model/sentence/pooling';
import type { TaskConfig } from '../../tasks/kind';
import { isHeadActivation, type MlpConfig } from '../../tasks/shared/mlp';

/** A task as config.json describes it, and where the values of its head lie. */
export interface Classifier {
  name: string;
  config: TaskConfig;
  /** What our layers are called in the file. */
  names: StockHead['names'];
  /** Of a head on texts: how it pools them, which the model's modules must say then. */
  pooling?: PoolingMode;
}

type Json = Record<string, unknown>;

/**
 * @param config content of config.json
 * @returns undefined for a class without a head; in words why, for a head that no task of ours is equal to
 */
export function classifierOf(config: Json): Classifier | string | undefined {
  const className = Array.isArray(config.architectures) ? String(config.architectures[0]) : '';
  const headClass = HEAD_CLASSES.find((name) => className.endsWith(`For${name}`));
  if (!headClass) return undefined;
  const classes = stockClasses(config);
  if (!classes) return `heads of ${className} are not known here`;
  const { names, form } = classes.heads[headClass];
  const { activation, normEps } = form;
  if (activation !== undefined && !isHeadActivation(activation))
    return `it has the activation ${JSON.stringify(activation)}, and heads here have relu, gelu or tanh`;
  const layers = { ...(activation ? { activation } : {}), ...(typeof normEps === 'number' ? { normEps } : {}) };
  if (headClass === 'QuestionAnswering') return { name: 'answer', config: { kind: 'questionAnswering', ...layers }, names };
  const task = headClass === 'TokenClassification' ? entities(config, layers) : sentenceTask(config, layers);
  if (typeof task === 'string') return task;
  if (headClass === 'TokenClassification') return { ...task, names };
  const { pooling } = classes;
  if (pooling !== 'cls' && pooling !== 'mean') return `it pools texts by ${JSON.stringify(pooling)}, where "cls" or "mean" was expected`;
  return { ...task, names, pooling };
}

const HEAD_CLASSES: readonly HeadClass[] = ['SequenceClassification', 'TokenClassification', 'QuestionAnswering'];

type Task = Pick<Classifier, 'name' | 'config'>;

function sentenceTask(config: Json, layers: MlpConfig): Task | string {
  const labels = labelsOf(config);
  const task = (name: string, more: TaskConfig): Task => ({ name, config: { ...more, ...layers } });
  const problem = config.problem_type ?? (labels.length === 1 ? 'regression' : 'single_label_classification');
  if (problem === 'regression') {
    if (labels.length > 1) return `it gives ${labels.length} numbers at once, and a task here gives one`;
    return task('score', { kind: 'regression', mean: 0, scale: 1 });
  }
  if (new Set(labels).size < labels.length) return 'two of its labels have the same name';
  if (problem === 'multi_label_classification') return task('labels', { kind: 'multiLabel', labels });
  return task('class', { kind: 'classification', labels });
}

function entities(config: Json, layers: MlpConfig): Task | string {
  const labels = labelsOf(config);
  const odd = labels.find((label) => label !== 'O' && !/^[BI]-./.test(label));
  if (odd !== undefined) return `its label "${odd}" is not one of O, B-… and I-…, of which entities are made`;
  if (new Set(labels).size < labels.length) return 'two of its labels have the same name';
  // Which labels may follow each other, only those know who trained it.
  return { name: 'entities', config: { kind: 'entities', labels, layers: 'last', decoding: 'argmax', ...layers } };
}

/** Without `id2label` transformers has two labels. */
function labelsOf({ id2label, num_labels: count = 2 }: Json): string[] {
  if (typeof id2label !== 'object' || id2label === null) return Array.from({ length: Number(count) }, (_, id) => `LABEL_${id}`);
  const byId = Object.entries(id2label).map(([id, label]) => [Number(id), String(label)] as const);
  return byId.sort(([a], [b]) => a - b).map(([, label]) => label);
}
