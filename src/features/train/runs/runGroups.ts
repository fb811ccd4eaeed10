/** Runs as they are listed: by the rows that they learned from, and in the order and selection that a person asked for. */
import type { RunsView } from '../../../stores/runsSlice';
import type { RunRecord } from '../../../train/runs/runs';
import { count, when } from '../../../ui/format';
import { metricOf, type RunColumn } from '../runColumns';
import { runName } from './runName';

/** Runs of one data set and split: only their scores can be compared. */
export interface RunGroup {
  key: string;
  /** The data set. */
  title: string;
  /** Its split; and since when it is so, where another group has the same name and numbers of rows. */
  detail: string;
  runs: RunRecord[];
}

/** @param runs the newest first; groups are in the order of their newest run */
export function groupsOf(runs: RunRecord[]): RunGroup[] {
  const groups = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const key = keyOf(run);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const named = [...groups].map(([key, own]) => ({ key, title: own[0].dataset?.name ?? '', detail: rowsInWords(own[0]), runs: own }));
  return named.map((group) => {
    const isAlone = named.every((other) => other === group || other.title !== group.title || other.detail !== group.detail);
    const first = group.runs[group.runs.length - 1];
    return isAlone ? group : { ...group, detail: `${group.detail} · rows and labels of ${when(first.started)}` };
  });
}

/** The digest tells rows, their labels and their split; runs of earlier versions have none. */
const keyOf = ({ dataset, options }: RunRecord): string =>
  JSON.stringify([dataset?.digest ?? dataset?.name, dataset?.train, dataset?.validation, dataset?.test, options?.validation]);

function rowsInWords({ dataset }: RunRecord): string {
  if (!dataset) return '';
  const { train, validation, test } = dataset;
  return `${count(train)} to train on, ${count(validation)} to validate, ${count(test ?? 0)} to test`;
}

/** @param words what is shown of a run, besides its name and notes */
export function chosenRuns(runs: RunRecord[], { text, pinnedOnly }: RunsView, words: (run: RunRecord) => string): RunRecord[] {
  const sought = text.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (pinnedOnly && !run.about?.pinned) return false;
    const all = [runName(run), run.about?.notes, words(run)].join(' ').toLowerCase();
    return sought.every((word) => all.includes(word));
  });
}

/** Pinned ones first; those without a value last, whichever way it goes. */
export function sortedRuns(runs: RunRecord[], { sort, descending }: RunsView, columns: RunColumn[]): RunRecord[] {
  const value = valueBy(sort, columns);
  const sign = descending ? -1 : 1;
  return [...runs].sort((a, b) => {
    const pins = Number(b.about?.pinned ?? false) - Number(a.about?.pinned ?? false);
    if (pins !== 0) return pins;
    const [x, y] = [value(a), value(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return sign * (typeof x === 'string' ? x.localeCompare(String(y), 'en', { numeric: true }) : x - Number(y)) || b.started - a.started;
  });
}

function valueBy(sort: string, columns: RunColumn[]): (run: RunRecord) => string | number | undefined {
  if (sort === 'name') return runName;
  if (sort === 'epochs') return ({ history }) => history?.length;
  const column = columns.find((one) => columnKey(one) === sort);
  return column ? ({ metrics }) => metricOf(metrics, column) : ({ started }) => started;
}

export const columnKey = ({ task, spec }: RunColumn): string => `${task}.${spec.id}`;
