/** Tasks on a whole text, as the readers of config.json know them: labels, and what kind of problem it is. */
import type { ClassificationConfig } from '../tasks/classification/classification';
import type { Head } from '../tasks/head';
import type { MultiLabelConfig } from '../tasks/multiLabel/multiLabel';
import type { RegressionConfig } from '../tasks/regression/regression';
import type { Json } from './encoderFiles';

interface TextKind {
  /** `problem_type`, which says what becomes of logits. */
  problem: string;
  labels(head: Head): string[];
  /** Further settings. */
  more?(head: Head): Json;
  /** The head as it goes out. Default: as it is. */
  outgoing?(head: Head): Head;
}

const KINDS: Record<string, TextKind> = {
  classification: { problem: 'single_label_classification', labels: ({ config }) => (config as ClassificationConfig).labels },
  multiLabel: {
    problem: 'multi_label_classification',
    labels: ({ config }) => (config as MultiLabelConfig).labels,
    more: ({ config }) => ({ thresholds: (config as MultiLabelConfig).thresholds ?? null }),
  },
  regression: { problem: 'regression', labels: ({ name }) => [name], outgoing: inUnitsOfTheData },
};

/** @returns undefined for a head of another kind */
export const textKindOf = ({ kind }: Head): TextKind | undefined => (Object.hasOwn(KINDS, kind.kind) ? KINDS[kind.kind] : undefined);

/** `id2label` and its inverse. */
export function labelMaps(labels: string[]): Json {
  return {
    id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
  };
}

/** Of a number, mean and scale become part of the last layer, so that others need not know them. */
function inUnitsOfTheData(head: Head): Head {
  const { mean = 0, scale = 1 } = head.config as RegressionConfig;
  const parameters = new Map(head.parameters);
  const change = (name: string, changed: (value: number) => number) => {
    const tensor = parameters.get(name);
    if (!tensor) throw new RangeError(`a head of numbers has no ${name}`);
    parameters.set(name, { ...tensor, data: tensor.data.map(changed) });
  };
  change('classifier.weight', (value) => scale * value);
  change('classifier.bias', (value) => scale * value + mean);
  return { ...head, parameters, config: { ...head.config, mean: 0, scale: 1 } };
}
