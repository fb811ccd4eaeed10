/** What a run came to, for spreadsheets and notebooks: settings, metrics, history and predictions, as CSV and as JSON. */
import Papa from 'papaparse';
import { guard } from '../data/formats/csv/guard';
import type { FolderFile } from '../model/modelFiles';
import type { Metrics } from '../tasks/taskMetrics';
import type { RunDetails } from '../train/runs/runs';
import type { ExportTarget } from './target';
import { jsonFile, textFile } from './textFile';

export const figures: ExportTarget = {
  name: 'figures',
  title: 'Figures of the run',
  opens: 'Spreadsheets and notebooks: settings, metrics, history and predictions as CSV and JSON',
  refuses: ({ run }) =>
    run ? undefined : 'Figures are those of a run, and this model has the heads of none. Train it, or use a kept run.',
  async files({ run }) {
    if (!run) throw new RangeError('there is no run');
    const { details: _, answers, history, comparison: __, ...record } = run;
    return [
      jsonFile('run.json', record),
      ...table('metrics', metricRows(run)),
      ...table('history', run.history.flatMap(epochRows), history),
      ...table('predictions', predictionRows(answers), answers),
    ];
  },
};

type Row = Record<string, unknown>;

/** @param json what the JSON holds. Default: the rows of the table */
function table(name: string, rows: Row[], json: unknown = rows): FolderFile[] {
  const cells = rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cellOf(value)])));
  const columns = [...new Set(rows.flatMap(Object.keys))];
  return [
    textFile(`${name}.csv`, `${Papa.unparse({ fields: columns, data: cells }, { newline: '\n' })}\n`),
    jsonFile(`${name}.json`, json),
  ];
}

function cellOf(value: unknown): string | number {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return value;
  return guard(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A row per task, split and metric. */
function metricRows({ metrics, test, crossValidation, before, intervals, testIntervals }: RunDetails): Row[] {
  const splits: [string, Metrics | undefined, RunDetails['intervals']?][] = [
    ['validation', metrics, intervals],
    ['test', test, testIntervals],
    ['cross-validation', crossValidation?.metrics],
    ['validation, before training', before],
  ];
  return splits.flatMap(([split, all = {}, bounds]) =>
    Object.entries(all).flatMap(([task, values]) =>
      Object.entries(values).map(([metric, value]) => {
        const [low, high] = bounds?.[task]?.[metric] ?? [];
        return { task, split, metric, value, low, high };
      }),
    ),
  );
}

/** A row per epoch and figure. */
function epochRows({ epoch, train, validation, ...rest }: RunDetails['history'][number]): Row[] {
  const losses = Object.entries(train.losses).map(([task, value]) => ({ epoch, split: 'train', task, figure: 'loss', value }));
  const scores = Object.entries(validation).flatMap(([task, values]) =>
    Object.entries(values).map(([figure, value]) => ({ epoch, split: 'validation', task, figure, value })),
  );
  const others = Object.entries(rest).flatMap(([figure, value]) => (typeof value === 'number' ? [{ epoch, figure, value }] : []));
  return [...losses, ...scores, ...others.map((row) => ({ split: '', task: '', ...row }))];
}

/** A row per task and validation row, of the task's best epoch. */
function predictionRows(answers: RunDetails['answers']): Row[] {
  return Object.entries(answers).flatMap(([task, rows]) =>
    rows.map(({ text, other, gold, answer }) => ({ task, text, ...(other === undefined ? {} : { other }), gold, answer })),
  );
}
