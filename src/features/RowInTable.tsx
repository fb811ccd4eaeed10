import type { CSSProperties, ReactNode } from 'react';
import { count } from '../ui/format';

interface RowInTableProps<Row> {
  /** In the view. */
  place: number;
  /** Absent while it is on its way. */
  row: Row | undefined;
  isSelected: boolean;
  layout: CSSProperties;
  onOpen: (row: Row) => void;
  children: ReactNode;
}

/** A row of a long table, of which only those in sight are drawn; a click shows it in full. */
export function RowInTable<Row>({ place, row, isSelected, layout, onOpen, children }: RowInTableProps<Row>) {
  return (
    <tr
      aria-rowindex={place + 2}
      className={`absolute grid w-full cursor-pointer content-start gap-x-4 overflow-hidden border-b border-line px-3 py-2 ${isSelected ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
      style={layout}
      onClick={() => row && onOpen(row)}
    >
      {children}
    </tr>
  );
}

/** Its number, which opens it from the keyboard. */
export function RowNumber({ index }: { index: number }) {
  return (
    <td className="text-right">
      <button
        type="button"
        className="rounded leading-[22px] text-muted tabular-nums hover:text-text"
        aria-label={`Row ${count(index + 1)} in full`}
      >
        {count(index + 1)}
      </button>
    </td>
  );
}
