/** The way from texts to a model of one's own: what is done, and what comes next. */
import { count, plural } from '../plural';
import type { DatasetInfo } from '../workers/protocol';
import type { DataState } from './dataStore';
import type { ExportState } from './exportStore';
import type { LabelState } from './label/labelStore';
import type { Tally } from './label/tally';
import { hasLearned, type PredictState } from './predictStore';

/** Named as their tabs are. */
export type StepId = 'data' | 'label' | 'train' | 'predict' | 'take';

export interface Step {
  id: StepId;
  name: string;
  done: boolean;
  /** What there is, in a few words. Absent: nothing yet. */
  has?: string;
  /** What to do where it is the next one. */
  todo: string;
}

export interface Progress {
  data: Pick<DataState, 'info' | 'loading'>;
  labels: Pick<LabelState, 'tally' | 'stale' | 'tasks'>;
  train: { running: boolean };
  predict: Pick<PredictState, 'run' | 'own' | 'predictions'>;
  exports: Pick<ExportState, 'taken'>;
}

export function stepsOf({ data, labels, train, predict, exports }: Progress): Step[] {
  const { info } = data;
  const isTrained = predict.run ? hasLearned(predict.run) : predict.own !== undefined;
  const rows = info ? sum(info.summary.rows) : 0;
  const labelled = info ? Math.min(rows, Math.max(labelledRows(info), labels.stale ? labelledSince(labels.tally) : 0)) : 0;
  return [
    {
      id: 'data',
      name: 'Data',
      done: info !== undefined,
      has: data.loading ? 'reading…' : info && plural(rows, 'text'),
      todo: 'Open your texts, or load the sample',
    },
    {
      id: 'label',
      name: 'Label',
      done: labelled > 0,
      has: labelled === 0 ? undefined : labelled < rows ? `${count(labelled)} labelled` : 'all labelled',
      todo:
        labels.tasks.length > 0 || (info && Object.keys(info.tasks).length > 0) ? 'Label a few texts' : 'Say what to label your texts with',
    },
    {
      id: 'train',
      name: 'Train',
      done: isTrained,
      has: train.running ? 'training…' : isTrained ? 'trained' : undefined,
      todo: 'Train on the labels',
    },
    {
      id: 'predict',
      name: 'Predict',
      done: isTrained && predict.predictions !== undefined,
      todo: 'Try it on your text',
    },
    {
      id: 'take',
      name: 'Take along',
      done: exports.taken,
      has: exports.taken ? 'saved' : undefined,
      todo: 'Save the model for your own use',
    },
  ];
}

/** The first that is not done; a model that answers was trained, whatever data set is open. */
export function nextStep(steps: Step[]): Step | undefined {
  const last = steps.findLastIndex(({ id, done }) => done && (id === 'train' || id === 'predict'));
  return steps.slice(last + 1).find(({ done }) => !done);
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
/** With a label of the task that has the most. */
const labelledRows = ({ summary }: DatasetInfo) => Math.max(0, ...summary.columns.map(({ labelled }) => sum(labelled)));
/** With what a person has given: the data set is read with that only when the Label tab is left. */
const labelledSince = ({ columns }: Tally) => Math.max(0, ...[...columns.values()].map(({ labelled }) => labelled));
