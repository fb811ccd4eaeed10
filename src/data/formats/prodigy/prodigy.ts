/** Prodigy's annotations, as `prodigy db-out` gives them: a task and the answer to it per line (prodi.gy/docs/api-interfaces). */

import { TandemError } from '../../../errors';
import { count, plural } from '../../../plural';
import type { FileRecord, SourceFile, Table } from '../../records';
import type { Format, Reading } from '../format';
import { extraFields } from '../shared/extraFields';
import { together } from '../shared/together';
import { classesOfCats } from '../spacy/spacyCats';
import { classesByLabel, classesOfAnswers } from './prodigyClasses';
import {
  acceptedIn,
  answerOf,
  asksForSpans,
  asksOneByOne,
  classAsked,
  hasSeveral,
  isChoice,
  isTask,
  maySeveral,
  type Task,
} from './prodigyTasks';
import { writeProdigy } from './prodigyWriter';

const files = together();

/** What Prodigy puts into tasks beside a text and its labels; other fields came with the texts. */
const OWN_FIELDS = [
  ...['text', 'spans', 'tokens', 'relations', 'label', 'cats', 'options', 'accept', 'answer', 'split'],
  ...['meta', 'html', 'image', 'audio', 'video', 'config', 'style', 'priority', 'score', 'source', 'pattern', 'patterns', 'hidden'],
  ...['_input_hash', '_task_hash', '_session_id', '_view_id', '_annotator_id', '_timestamp', '_is_binary'],
];

export const prodigy: Format = {
  name: 'prodigy',
  title: 'Prodigy',
  recognises([file]) {
    const sample = (file.json?.items ?? []).slice(0, 50);
    return sample.length > 0 && sample.every(({ value }) => isTask(value));
  },
  join: files.join,
  read: readProdigy,
  writer: { write: writeProdigy },
};

function readProdigy(file: SourceFile, reading: Reading): Table {
  const { report } = reading;
  const tasks = tasksOf(file, report);
  const all = files.with(file).flatMap((source) => (source === file ? tasks : tasksOf(source)));
  const spanTasks = tasks.filter(({ fields }) => asksForSpans(fields));
  const rows = spanTasks.length > 0 ? withSpans(tasks, asksOneByOne(all), report) : tasks.map((task) => ({ task, spans: undefined }));
  const accepted = rows.filter(({ task }) => answerOf(task.fields) === 'accept' || classAsked(task.fields) !== undefined);
  const multiple = maySeveral(all);
  const several = multiple || hasSeveral(all);
  const binary = classesByLabel(tasks, all, reading);
  const cats = classesOfCats(
    accepted.map(({ task }) => task.fields.cats),
    all.filter(({ fields }) => answerOf(fields) === 'accept').map(({ fields }) => fields.cats),
    report,
  );
  const extra = extraFields(
    all.map(({ fields }) => fields),
    OWN_FIELDS,
  );
  const columns = ['text', 'split', 'spans', 'cats', 'choice', ...binary.columns];
  const rest = extra.names.filter((name) => !columns.includes(name));
  let unchosen = 0;
  const chosen = ({ fields }: Task) => {
    if (!isChoice(fields)) return undefined;
    const names = acceptedIn(fields);
    if (!several && names.length === 0) unchosen++;
    return several ? names : names[0];
  };
  const records = accepted.flatMap(({ task, spans }, i): FileRecord[] => {
    const classes = classesOfAnswers(task, binary);
    if (!classes) return [];
    return [
      {
        line: task.line,
        values: [
          task.fields.text,
          extra.splitOf(task.fields) ?? task.split,
          spans,
          cats.classes[i],
          chosen(task),
          ...binary.columns.map((_, column) => classes[column]),
          ...rest.map((name) => task.fields[name]),
        ],
      },
    ];
  });
  if (unchosen > 0)
    report(
      undefined,
      `${plural(unchosen, 'accepted task has no choice and is', 'accepted tasks have no choice and are')} kept without a class`,
      'warning',
    );
  reportRest(tasks, report);
  const labels = columns.slice(3).filter((_, i) => records.some(({ values }) => values[i + 3] !== undefined));
  return {
    columns: [...columns, ...rest],
    records,
    roles: { text: 'text', split: 'split', spans: 'spans', labels },
    offsets: 'codePoints',
    kinds: { cats: cats.kind, ...(multiple ? { choice: 'lists' } : {}) },
  };
}

function tasksOf(file: SourceFile, report: Reading['report'] = () => {}): Task[] {
  const { items = [], faults = [] } = file.json ?? {};
  for (const { line, message } of faults) report(line, message);
  const tasks = items.flatMap(({ line, value, split }): Task[] => {
    if (isTask(value)) return [{ line, fields: value, split }];
    report(line, 'a task of Prodigy is expected here; it is left out');
    return [];
  });
  const other = ['image', 'audio', 'video', 'html'].find((kind) => tasks.some(({ fields }) => fields[kind] !== undefined));
  if (other && !tasks.some(({ fields }) => typeof fields.text === 'string')) {
    throw new TandemError('bad-input', `The tasks in ${file.name} are about ${other}, and have no text. Choose annotations of texts.`);
  }
  if (tasks.some(({ fields }) => answerOf(fields) !== undefined)) return tasks;
  report(undefined, 'no task has an answer; all count as accepted', 'warning');
  return tasks.map((task) => ({ ...task, fields: { ...task.fields, answer: 'accept' } }));
}

/** Tasks about one span each are gathered by their texts: what was accepted in the same text belongs together. */
function withSpans(
  tasks: Task[],
  oneByOne: (fields: Task['fields']) => boolean,
  report: Reading['report'],
): { task: Task; spans: unknown }[] {
  const byText = new Map<unknown, unknown[]>();
  const rows = tasks.flatMap((task): { task: Task; spans: unknown }[] => {
    const { fields } = task;
    if (!asksForSpans(fields)) return [{ task, spans: undefined }];
    const spans = fields.spans ?? [];
    if (answerOf(fields) !== 'accept' || !oneByOne(fields) || !Array.isArray(spans)) return [{ task, spans }];
    const known = byText.get(fields.text);
    if (known) {
      const fresh = spans.filter((span) => !known.some((other) => sameSpan(span, other)));
      known.push(...fresh);
      return [];
    }
    const own = [...(spans as unknown[])];
    byText.set(fields.text, own);
    return [{ task, spans: own }];
  });
  if (byText.size > 0) {
    const message = `each answer is about one entity; whether ${byText.size === 1 ? 'the text has' : `the ${count(byText.size)} texts have`} others is not known, but ${byText.size === 1 ? 'it counts' : 'they count'} as having none`;
    report(undefined, message, 'warning');
  }
  return rows;
}

function sameSpan(one: unknown, other: unknown): boolean {
  const key = (span: unknown) => JSON.stringify(['start', 'end', 'label'].map((name) => (span as Record<string, unknown> | null)?.[name]));
  return key(one) === key(other);
}

function reportRest(tasks: Task[], report: Reading['report']): void {
  const count = (test: (task: Task) => boolean) => tasks.filter(test).length;
  const ignored = count(({ fields }) => answerOf(fields) === 'ignore');
  if (ignored > 0) report(undefined, `${plural(ignored, 'task was ignored and is', 'tasks were ignored and are')} left out`);
  const rejected = count(({ fields }) => answerOf(fields) === 'reject' && classAsked(fields) === undefined);
  if (rejected > 0)
    report(undefined, `${plural(rejected, 'task was rejected as wrong and is', 'tasks were rejected as wrong and are')} left out`);
  const open = count(({ fields }) => answerOf(fields) === undefined);
  if (open > 0) report(undefined, `${plural(open, 'task has no answer and is', 'tasks have no answer and are')} left out`);
  const relations = count(({ fields }) => Array.isArray(fields.relations) && fields.relations.length > 0);
  if (relations > 0) report(undefined, `${plural(relations, 'task has', 'tasks have')} relations, which are not read`);
  const shown = count(({ fields }) => !asksForSpans(fields) && Array.isArray(fields.spans) && fields.spans.length > 0);
  if (shown > 0)
    report(undefined, `${plural(shown, 'task about a class has', 'tasks about a class have')} marked spans, which are not read`);
}
