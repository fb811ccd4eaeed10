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

/** What a figure of a row stands for: where it was said wrongly, where it was missed, where it is. */
export type ScoreFigure = 'precision' | 'recall' | 'support';

interface ScoreTableProps {
  /** Header of the names. */
  of: string;
  extra?: string[];
  rows: ScoreRow[];
  /** Opens what a figure stands for. Default: figures are no buttons. */
  onOpen?: (key: string, figure: ScoreFigure) => void;
}

const OPENS: Record<ScoreFigure, (key: string) => string> = {
  precision: (key) => `Rows in which ${key} was predicted wrongly`,
  recall: (key) => `Rows in which ${key} was missed`,
  support: (key) => `Rows with ${key} in the data`,
};

/** Precision, recall and F1, the most frequent first. */
export function ScoreTable({ of, extra = [], rows, onOpen }: ScoreTableProps) {
  const figure = (key: string, name: ScoreFigure, value: string) =>
    onOpen ? (
      <button
        type="button"
        className="rounded px-1 underline decoration-line-strong underline-offset-2 hover:decoration-text"
        title={OPENS[name](key)}
        aria-label={`${value}: ${OPENS[name](key)}`}
        onClick={() => onOpen(key, name)}
      >
        {value}
      </button>
    ) : (
      value
    );
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
                  {[
                    ...more,
                    figure(key, 'precision', percent(precision)),
                    figure(key, 'recall', percent(recall)),
                    percent(f1),
                    figure(key, 'support', count(support)),
                  ].map((value, i) => (
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
