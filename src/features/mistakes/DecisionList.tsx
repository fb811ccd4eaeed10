import { useRef } from 'react';
import { useRowsInSight } from '../../ui/useRowsInSight';
import type { ComparedColumn } from '../../workers/protocol';
import { useNarrow } from '../predict/useNarrow';
import { type Decision, DecisionRow } from './DecisionRow';
import type { Fix } from './useFix';

const ROW_HEIGHT = 64;
/** On a phone labels stand under the text. */
const NARROW_HEIGHT = 150;

interface DecisionListProps {
  /** Names it to screen readers. */
  label: string;
  rows: Decision[];
  column: string;
  values: ComparedColumn['values'];
  fix: Fix;
  /** Since when labels are decisions, in milliseconds since 1970. */
  at: number;
}

/** Any number of rows with labels to choose from, of which those in sight are drawn. */
export function DecisionList({ label, rows, column, values, fix, at }: DecisionListProps) {
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const height = narrow ? NARROW_HEIGHT : ROW_HEIGHT;
  const { places, startOf, ...all } = useRowsInSight({ count: rows.length, scroller, height, overscan: 10 });
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
      className="max-h-[60vh] overflow-auto"
    >
      <ul className="relative" style={{ height: all.height }}>
        {places.map((index) => {
          const { key } = rows[index];
          return (
            <DecisionRow
              key={key}
              row={rows[index]}
              column={column}
              values={values}
              decided={fix.since(key, at)}
              can={fix.can}
              narrow={narrow}
              layout={{ transform: `translateY(${startOf(index)}px)`, height }}
              onGive={(given, what) => fix.give(rows[index], given, what)}
            />
          );
        })}
      </ul>
    </section>
  );
}
