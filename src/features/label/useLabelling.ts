/** The row that is looked at, what it can be labelled for, and what a key or a click does to it. */
import { useMemo } from 'react';
import type { Label, Span } from '../../data/dataset';
import type { LabelTask } from '../../project/labels';
import { type Given, labelOf } from '../../stores/label/edits';
import { addSpan } from '../../stores/label/spans';
import type { Tally } from '../../stores/label/tally';
import { type TaskToLabel, tasksToLabel } from '../../stores/label/tasksToLabel';
import type { DatasetInfo, RowToLabel } from '../../workers/protocol';
import { useData, useLabels, useStores } from '../stores';
import { type Suggestion, useSuggestions } from './useSuggestions';

export interface Labelling {
  tasks: TaskToLabel[];
  row: RowToLabel | undefined;
  /** What a person or the file says. */
  labelOf(task: TaskToLabel): Label | undefined;
  /** What the model answers where neither says anything. */
  suggestionOf(task: TaskToLabel): Suggestion | undefined;
  /** Gives a class, or takes it back where the row has it. */
  choose(task: TaskToLabel, name: string): void;
  /** @returns why a stretch cannot be marked */
  markSpan(task: TaskToLabel, span: Span): string | undefined;
  removeSpan(task: TaskToLabel, span: Span): void;
  /** @param value null takes it back */
  setNumber(task: TaskToLabel, value: number | null): void;
  /** No entity, no class of several: known, unlike a row that nobody looked at. */
  nothing(task: TaskToLabel): void;
  /** Takes what the model suggests for every task without a label. */
  accept(): void;
}

/** The same as before while nothing about them has changed. */
function useTasks(...[info, made, columns]: [DatasetInfo | undefined, LabelTask[], Tally['columns']]): TaskToLabel[] {
  const known = JSON.stringify([...columns].map(([column, { names }]) => [column, [...names.keys()]]));
  return useMemo(() => tasksToLabel(info, made, { columns }), [info, made, known]);
}

export const spansIn = (label: Label | undefined): Span[] => (Array.isArray(label) ? (label as Span[]) : []);
export const namesChosen = (label: Label | undefined): string[] =>
  typeof label === 'string' ? [label] : Array.isArray(label) ? (label as string[]) : [];

export function useLabelling(): Labelling {
  const { labels } = useStores();
  const info = useData((state) => state.info);
  const made = useLabels((state) => state.tasks);
  const marks = useLabels((state) => state.marks);
  const row = useLabels((state) => state.rows.get(state.position));
  const suggestions = useSuggestions(row);
  const columns = useLabels((state) => state.tally.columns);
  const tasks = useTasks(info, made, columns);
  const label = (task: TaskToLabel) => row && labelOf(marks.get(row.key), row.labels, task.column);
  const suggestionOf = (task: TaskToLabel) => (label(task) === undefined ? suggestions.get(task.task) : undefined);
  const set = (task: TaskToLabel, value: Label | null, what: string) => {
    if (row) labels.getState().label(row, [[task.column, value, suggestionOf(task)?.label]], what);
  };
  return {
    tasks,
    row,
    labelOf: label,
    suggestionOf,
    choose(task, name) {
      const chosen = namesChosen(label(task));
      const has = chosen.includes(name);
      const what = has ? `Remove ${name}` : `Label as ${name}`;
      if (task.values === 'names') set(task, has ? null : name, what);
      else set(task, has ? chosen.filter((other) => other !== name) : [...chosen, name], what);
    },
    markSpan(task, span) {
      if (!row) return undefined;
      const found = addSpan(spansIn(label(task)), span);
      if ('inTheWay' in found) {
        const names = found.inTheWay.map(({ start, end, label: type }) => `“${row.text.slice(start, end)}” (${type})`);
        return `It overlaps ${names.join(' and ')}. A word can be part of one entity only: remove that one first.`;
      }
      set(task, found.spans, `Mark ${span.label}`);
      return undefined;
    },
    removeSpan(task, { start, end, label: type }) {
      const rest = spansIn(label(task)).filter((span) => span.start !== start || span.end !== end);
      set(task, rest, `Remove ${type}`);
    },
    setNumber: (task, value) => set(task, value, value === null ? `Clear ${task.task}` : `Score ${value}`),
    nothing: (task) => set(task, [], 'Label as none'),
    accept() {
      const accepted = tasks.flatMap((task): Given[] => {
        const label = suggestionOf(task)?.label;
        return label === undefined ? [] : [[task.column, label, label]];
      });
      if (row && accepted.length > 0) labels.getState().label(row, accepted, 'Accept suggestions', 'suggestion');
    },
  };
}
