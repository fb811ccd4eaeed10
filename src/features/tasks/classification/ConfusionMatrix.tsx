import { type CSSProperties, useMemo } from 'react';
import type { ConfusionCell } from '../../../tasks/metrics/classification';
import { count } from '../../../ui/format';
import { Icon } from '../../../ui/Icon';
import { matrixOf, mostConfused } from './confusion';

/** Counted from 0. */
export type Cell = [actual: number, predicted: number];

interface ConfusionProps {
  cells: ConfusionCell[];
  labels: string[];
  cell?: Cell;
  onSelect: (cell: Cell) => void;
}

/** Actual classes down, predicted ones across. */
export function ConfusionMatrix({ cells, labels, cell, onSelect }: ConfusionProps) {
  const confusion = useMemo(() => matrixOf(cells, labels.length), [cells, labels]);
  return (
    <div className="overflow-x-auto p-3">
      <table className="text-sm">
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="pr-3 text-left font-normal whitespace-nowrap">
              actual <Icon name="down" /> predicted <Icon name="right" />
            </th>
            {labels.map((label) => (
              <th key={label} scope="col" dir="auto" className="max-w-24 truncate px-1 pb-1 font-normal" title={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, actual) => {
            const total = row.reduce((a, b) => a + b, 0) || 1;
            return (
              <tr key={labels[actual]}>
                <th scope="row" className="max-w-32 truncate pr-3 text-left font-normal" title={labels[actual]}>
                  <bdi>{labels[actual]}</bdi>
                </th>
                {row.map((value, predicted) => (
                  <td key={labels[predicted]} className="p-0.5">
                    <button
                      type="button"
                      aria-label={`${labels[actual]} taken for ${labels[predicted]}: ${value}`}
                      aria-pressed={cell?.[0] === actual && cell[1] === predicted}
                      onClick={() => onSelect([actual, predicted])}
                      className={`shaded h-8 w-full min-w-11 rounded border border-transparent px-1 tabular-nums hover:border-accent aria-pressed:border-text ${value === 0 ? 'text-muted' : ''}`}
                      style={
                        { '--shade': `var(${actual === predicted ? '--accent' : '--bad'})`, '--share': value / total } as CSSProperties
                      }
                    >
                      {count(value)}
                    </button>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Classes that still fit side by side; of more, those most often confused are listed instead. */
export const MOST_CLASSES = 20;

export function MostConfused({ cells, labels, cell, onSelect }: ConfusionProps) {
  const pairs = useMemo(() => mostConfused(cells, MOST_CLASSES), [cells]);
  if (pairs.length === 0) return <p className="p-3">No class was taken for another.</p>;
  return (
    <ol className="flex flex-col gap-1 p-3">
      {pairs.map(([actual, predicted, times]) => (
        <li key={`${actual} ${predicted}`}>
          <button
            type="button"
            aria-pressed={cell?.[0] === actual && cell[1] === predicted}
            className="min-h-[24px] rounded px-1 text-left hover:underline aria-pressed:bg-accent-soft"
            onClick={() => onSelect([actual, predicted])}
          >
            <span className="tabular-nums">{count(times)}</span> × <bdi>{labels[actual]}</bdi> taken for <bdi>{labels[predicted]}</bdi>
          </button>
        </li>
      ))}
    </ol>
  );
}
