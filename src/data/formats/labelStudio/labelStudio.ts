/** Label Studio's exports: JSON, JSON-MIN, CSV and TSV (labelstud.io/guide/export, labelstud.io/guide/task_format). */

import { TandemError } from '../../../errors';
import { plural } from '../../../plural';
import type { FileRecord, SourceFile, Table } from '../../records';
import { splitOfName } from '../../splitNames';
import type { Format, Reading } from '../format';
import { extraFields } from '../shared/extraFields';
import { together } from '../shared/together';
import { controlsOf, labelOf } from './labelStudioLabels';
import { isMinRecord, isMinTable, minTasks } from './labelStudioMin';
import { isEarly, labelledTasks, toRawTask } from './labelStudioTasks';
import { textField } from './labelStudioText';
import { writeLabelStudio } from './labelStudioWriter';

/** A labelling interface, beside the tasks. */
const INTERFACE = /\.xml$/i;

const files = together();
const silent = (ask: Reading['ask']): Reading => ({ ask, report: () => {} });

export const labelStudio: Format = {
  name: 'labelstudio',
  title: 'Label Studio',
  recognises(sources) {
    const file = sources.find(({ name }) => !INTERFACE.test(name));
    if (!file) return false;
    const sample = (file.json?.items ?? []).slice(0, 20).map(({ value }) => value);
    if (file.json === undefined) return isMinTable(file);
    return sample.length > 0 && (sample.every((value) => toRawTask(value) !== undefined) || sample.every(isMinRecord));
  },
  join: (sources) => files.join(sources.length > 1 ? sources.filter(({ name }) => !INTERFACE.test(name)) : sources),
  read: readLabelStudio,
  writer: { write: writeLabelStudio },
};

function readLabelStudio(file: SourceFile, reading: Reading): Table {
  const { report, ask } = reading;
  const group = files.with(file);
  const usePredictions = onlyPredictions(group, ask);
  const tasksOf = (source: SourceFile, own: Reading) =>
    toRawTask(source.json?.items[0]?.value) ? labelledTasks(source, usePredictions, own.report) : minTasks(source, own);
  const tasks = tasksOf(file, reading);
  const all = group.flatMap((source) => (source === file ? tasks : tasksOf(source, silent(ask))));
  const { controls, others } = controlsOf(all, reading);
  if (others.length > 0) report(undefined, `${others.join(', ')}: such results are not labels of a text; they are left out`);
  const { text, other } = textField(all, ask);
  if (text === '') throw noText(file.name);
  const extra = extraFields(
    all.map(({ data }) => data),
    [text, other ?? text],
  );
  const faults = { html: 0, unlabelled: 0 };
  const names = controls.map(({ name }) => labelName(name));
  const rest = extra.names.filter((name) => ![...OWN, ...names].includes(name));
  const records = tasks.map((task): FileRecord => {
    const split = extra.splitOf(task.data) ?? task.split;
    const values = controls.map((control) => labelOf(task, control, task.data[text], faults));
    return {
      line: task.line,
      values: [task.data[text], other && task.data[other], split, ...values, ...rest.map((name) => task.data[name])],
    };
  });
  if (faults.html > 0)
    report(
      undefined,
      `${plural(faults.html, 'span counts', 'spans count')} characters of HTML or ${faults.html === 1 ? 'has' : 'have'} no place in the text, and ${faults.html === 1 ? 'is' : 'are'} left out; the texts are kept without such labels`,
    );
  if (faults.unlabelled > 0)
    report(undefined, `${plural(faults.unlabelled, 'span has no label and is', 'spans have no label and are')} left out`);
  const isSplit = records.some(({ values }) => typeof values[2] === 'string' && splitOfName(values[2]) !== undefined);
  return {
    columns: [...OWN, ...names, ...rest],
    records,
    roles: { text: 'text', ...(other ? { other: 'other' } : {}), ...(isSplit ? { split: 'split' } : {}), labels: names },
    kinds: Object.fromEntries(controls.flatMap(({ kind }, i) => (kind === 'numbers' ? [] : [[names[i], kind]]))),
    offsets: isEarly(file) ? 'utf16' : 'codePoints',
  };
}

const noText = (name: string) =>
  new TandemError(
    'bad-input',
    `The tasks in ${name} have no text, but perhaps the addresses of pictures, sounds or documents. Choose an export of a project whose tasks hold the texts themselves.`,
  );

const OWN = ['text', 'other', 'split'];

/** A control may be called what the text is. */
const labelName = (name: string) => (OWN.includes(name) ? `${name} label` : name);

/** A model's results are labels where there are no others and a person says so. */
function onlyPredictions(group: SourceFile[], ask: Reading['ask']): boolean {
  const tasks = group.flatMap(({ json }) => (json?.items ?? []).flatMap(({ value }) => toRawTask(value) ?? []));
  const predicted = tasks.filter(({ predictions }) => predictions.length > 0).length;
  if (predicted === 0 || tasks.some(({ annotations }) => annotations.length > 0)) return false;
  const options = [
    { value: 'leave out', title: 'left out: the tasks have no labels' },
    { value: 'labels', title: 'read as labels' },
  ];
  const text = `No task is annotated, but ${plural(predicted, 'task has', 'tasks have')} predictions of a model. The predictions are`;
  return ask({ id: 'predictions', text, options, open: true }) === 'labels';
}
