import { useMemo } from 'react';
import { count, percent } from '../../ui/format';
import type { SuspectLabel } from '../../workers/protocol';
import { useData, useLabels } from '../stores';
import { DecisionList } from './DecisionList';
import type { Decision } from './DecisionRow';
import { GoThrough } from './GoThrough';
import { UndoButton } from './UndoButton';
import { useFix } from './useFix';

interface SuspectListProps {
  task: string;
  suspects: SuspectLabel[];
  /** When they were found, in milliseconds since 1970. */
  at: number;
}

/** Rows with the label that they have and the one that is suggested. */
export function SuspectList({ task, suspects, at }: SuspectListProps) {
  const info = useData((state) => state.info);
  const keys = useLabels((state) => state.keys);
  const of = info?.columns.find((column) => (column.task ?? column.name) === task);
  const fix = useFix(of?.name);
  const rows = useMemo((): Decision[] => {
    const { train = 0, validation = 0 } = info?.summary.rows ?? {};
    const first = { train: 0, validation: train, test: train + validation };
    return suspects.flatMap(({ split, row, text, given, suggested, probability }) => {
      const index = first[split] + row;
      const key = keys[index];
      if (key === undefined) return [];
      const isSame = JSON.stringify(given) === JSON.stringify(suggested);
      const sides = [['as labelled', given] as const, ...(isSame ? [] : [['suggested', suggested] as const])];
      return [{ index, key, text, note: percent(probability), sides }];
    });
  }, [suspects, keys, info?.summary.rows]);
  const open = useMemo(() => rows.filter(({ key }) => fix.since(key, at) === undefined), [rows, fix, at]);
  if (!of) return null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-y border-line px-3 py-2">
        <span className="text-muted tabular-nums">
          {count(open.length)} of {count(rows.length)} to decide · percent: how probable the label is
        </span>
        <GoThrough title={`Suspected errors in ${task}`} rows={open} />
        <UndoButton />
      </div>
      <DecisionList label={`Suspected errors in ${task}`} rows={rows} column={of.name} values={of.values} fix={fix} at={at} />
    </>
  );
}
