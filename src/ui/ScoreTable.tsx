import type { ReactNode } from 'react';
import { count, percent } from './format';
import { LongList } from './LongList';
import { ScrollArea } from './ScrollArea';

export interface ScoreRow {
  /** What it is found by, in a long table. */
  key: string;
  name: ReactNode;
  /** In the columns that this table has beside those of every one. */
  extra?: string[];
  precision: number;
  recall: number;
  f1: number;
  /** How often it is in the data. */
  support: number;
}

interface ScoreTableProps {
  /** Header of the names. */
  of: string;
  extra?: string[];
  rows: ScoreRow[];
}

/** Precision, recall and F1, the most frequent first. */
export function ScoreTable({ of, extra = [], rows }: ScoreTableProps) {
  const sorted = [...rows].sort((a, b) => b.support - a.support);
  return (
    <LongList items={sorted} nameOf={({ key }) => key} thing="row">
      {(shown) => (
        <ScrollArea label={`Scores by ${of.toLowerCase()}`} className="max-h-96 p-3 pt-0">
          <table className="w-full text-right text-sm tabular-nums">
            <thead className="sticky top-0 bg-panel text-xs text-muted">
              <tr>
                <th scope="col" className="pt-3 pb-1 text-left font-normal">
                  {of}
                </th>
                {[...extra, 'Precision', 'Recall', 'F1', 'In the data'].map((name) => (
                  <th key={name} scope="col" className="pt-3 pb-1 pl-3 font-normal">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ key, name, extra: more = [], precision, recall, f1, support }) => (
                <tr key={key} className={support === 0 ? 'text-muted' : ''}>
                  <th scope="row" className="py-1 text-left font-normal break-words">
                    {name}
                  </th>
                  {[...more, percent(precision), percent(recall), percent(f1), count(support)].map((value, i) => (
                    // Columns stay as they are.
                    <td key={i} className="pl-3 whitespace-nowrap">
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </LongList>
  );
}
