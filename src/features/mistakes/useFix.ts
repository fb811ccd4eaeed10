/** What a person says of rows in place of their labels, wherever these are listed. */
import { useMemo } from 'react';
import type { Label } from '../../data/dataset';
import type { NamedRow } from '../../stores/label/labelStore';
import { EMPTY_TALLY } from '../../stores/label/tally';
import { tasksToLabel } from '../../stores/label/tasksToLabel';
import { useData, useLabels, useStores } from '../stores';

export interface Fix {
  /** Whether labels of the column can be given here. */
  can: boolean;
  /** What a person has said since, where anything: null for no label. */
  given(key: string): Label | null | undefined;
  /** The same, where it was said at that time or later. @param at milliseconds since 1970 */
  since(key: string, at: number): Label | null | undefined;
  give(row: NamedRow, label: Label, what: string): void;
}

/** @param column of labels, as the files call it */
export function useFix(column: string | undefined): Fix {
  const { labels } = useStores();
  const info = useData((state) => state.info);
  const made = useLabels((state) => state.tasks);
  const marks = useLabels((state) => state.marks);
  return useMemo(() => {
    const can = column !== undefined && tasksToLabel(info, made, EMPTY_TALLY).some((task) => task.column === column);
    const said = (key: string) => {
      const all = marks.get(key)?.labels;
      return all && column !== undefined && Object.hasOwn(all, column) ? all[column] : undefined;
    };
    return {
      can,
      given: (key) => said(key)?.label,
      since(key, at) {
        const given = said(key);
        return given && given.at >= at ? given.label : undefined;
      },
      give(row, label, what) {
        if (column !== undefined) labels.getState().label(row, [[column, label]], what);
      },
    };
  }, [labels, info, made, marks, column]);
}
