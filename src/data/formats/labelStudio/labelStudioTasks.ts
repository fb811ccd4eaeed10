/** Label Studio's tasks, in every form of its JSON: what was labelled, and by which control. */
import { plural } from '../../../plural';
import type { ReportProblem, SourceFile } from '../../records';
import { type Fields, isObject } from '../json/fields';

/** A task with the annotation that counts. */
export interface Labelled {
  line: number;
  data: Fields;
  split?: string;
  /** By the name of the control: `from_name`. Undefined where nobody has annotated the task. */
  results: Map<string, Fields[]> | undefined;
  /** Names of controls whose labels are not known although the task is annotated: only what Tandem writes says so. */
  unknown: string[];
}

interface RawTask {
  data: Fields;
  annotations: Fields[];
  predictions: Fields[];
}

/** Also an annotation by itself, with its task inside, as it is sent to storages and hooks. */
export function toRawTask(value: unknown): RawTask | undefined {
  if (!isObject(value)) return undefined;
  if (isObject(value.task) && isObject(value.task.data) && Array.isArray(value.result))
    return { data: value.task.data, annotations: [value], predictions: [] };
  const { data, annotations, completions, predictions } = value;
  if (!isObject(data) || ![annotations, completions, predictions].some(Array.isArray)) return undefined;
  const objects = (list: unknown) => (Array.isArray(list) ? (list as unknown[]).filter(isObject) : []);
  return { data, annotations: objects(annotations ?? completions), predictions: objects(predictions) };
}

/** Early versions counted UTF-16 units. */
export const isEarly = (file: SourceFile): boolean =>
  file.json?.items.some(({ value }) => isObject(value) && Array.isArray(value.completions)) ?? false;

/** @param usePredictions whether a model's results stand for annotations */
export function labelledTasks(file: SourceFile, usePredictions: boolean, report: ReportProblem = () => {}): Labelled[] {
  const { items = [], faults = [] } = file.json ?? {};
  for (const { line, message } of faults) report(line, message);
  const counts = { several: 0, cancelled: 0, relations: 0 };
  const tasks = items.flatMap(({ line, value, split }): Labelled[] => {
    const task = toRawTask(value);
    if (!task) {
      report(line, 'a task of Label Studio is expected here; it is left out');
      return [];
    }
    const all = usePredictions ? task.predictions : task.annotations;
    const done = all.filter((annotation) => annotation.was_cancelled !== true && annotation.skipped !== true);
    if (done.length > 1) counts.several++;
    if (done.length === 0 && all.length > 0) counts.cancelled++;
    const results = done.length === 0 ? undefined : resultsOf(theOne(done), counts);
    const unknown = Array.isArray(task.data.unknown) ? task.data.unknown.map(String) : [];
    return [{ line, data: task.data, split, results, unknown }];
  });
  if (counts.several > 0) {
    const message = `${plural(counts.several, 'task has', 'tasks have')} several annotations: the one marked as ground truth is read, or else the latest`;
    report(undefined, message, 'warning');
  }
  if (counts.cancelled > 0)
    report(
      undefined,
      `${plural(counts.cancelled, 'task was skipped by its annotator and is', 'tasks were skipped by their annotators and are')} kept without labels`,
      'warning',
    );
  if (counts.relations > 0)
    report(undefined, `${plural(counts.relations, 'relation between spans is', 'relations between spans are')} not read`);
  return tasks;
}

/** The ground truth, or the latest. */
export function theOne(annotations: Fields[]): Fields {
  const truth = annotations.filter(({ ground_truth }) => ground_truth === true);
  return (truth.length > 0 ? truth : annotations).reduce((best, next) => (timeOf(next) >= timeOf(best) ? next : best));
}

/** Early versions have seconds. */
function timeOf({ updated_at, created_at }: Fields): number {
  const time = updated_at ?? created_at;
  return typeof time === 'number' ? time * 1000 : Date.parse(String(time)) || 0;
}

function resultsOf({ result }: Fields, counts: { relations: number }): Map<string, Fields[]> {
  const byControl = new Map<string, Fields[]>();
  for (const item of Array.isArray(result) ? (result as unknown[]).filter(isObject) : []) {
    if (item.type === 'relation') counts.relations++;
    if (typeof item.from_name !== 'string' || !isObject(item.value)) continue;
    const list = byControl.get(item.from_name);
    if (list) list.push(item.value);
    else byControl.set(item.from_name, [item.value]);
  }
  return byControl;
}
