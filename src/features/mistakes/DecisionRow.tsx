import type { CSSProperties } from 'react';
import type { Label } from '../../data/dataset';
import { Button } from '../../ui/Button';
import { count } from '../../ui/format';
import type { ComparedColumn } from '../../workers/protocol';
import { LabelInShort } from '../LabelInShort';
import { useStores } from '../stores';
import { showInLabel } from './showInLabel';

/** A row with labels to choose from. */
export interface Decision {
  /** Through all splits. */
  index: number;
  key: string;
  text: string;
  other?: string;
  /** Before the text: how likely it is, how far away. */
  note?: string;
  /** Whose label, and what it is; the first is the one that stands. */
  sides: (readonly [name: string, label: Label])[];
}

/** Characters of which two lines are made at most. */
const LONGEST = 600;

interface DecisionRowProps {
  row: Decision;
  column: string;
  values: ComparedColumn['values'];
  /** What was given since; null for no label. */
  decided: Label | null | undefined;
  /** Whether labels of the column can be given here. */
  can: boolean;
  narrow: boolean;
  layout: CSSProperties;
  onGive: (label: Label, what: string) => void;
}

/** A text with labels, one of which can be taken. */
export function DecisionRow({ row, column, values, decided, can, narrow, layout, onGive }: DecisionRowProps) {
  const stores = useStores();
  const { index, text, other, note, sides } = row;
  const number = count(index + 1);
  const is = (label: Label) => JSON.stringify(decided) === JSON.stringify(label);
  const isOther = decided !== undefined && !sides.some(([, label]) => is(label));
  return (
    <li
      className={`absolute grid w-full items-center gap-x-3 gap-y-1 overflow-hidden border-b border-line px-3 py-2 ${narrow ? 'content-start' : 'grid-cols-[3rem_minmax(0,1fr)_minmax(0,28rem)]'}`}
      style={layout}
    >
      {!narrow && <span className="text-right text-muted tabular-nums">{number}</span>}
      <p dir="auto" className="line-clamp-2 min-w-0 break-words">
        {narrow && <span className="mr-2 text-muted tabular-nums">{number}</span>}
        {note && <span className="mr-2 text-muted tabular-nums">{note}</span>}
        {other !== undefined && <span className="mr-1.5 text-muted">{other} ·</span>}
        {text.slice(0, LONGEST)}
      </p>
      <span className={`flex min-w-0 gap-2 ${narrow ? 'flex-wrap' : ''}`}>
        {sides.map(([name, label]) => (
          <Button
            key={name}
            className="h-auto min-h-8 min-w-0 flex-1 justify-start px-2 text-left"
            kind={is(label) ? 'primary' : 'plain'}
            aria-pressed={is(label)}
            disabled={!can}
            onClick={() => onGive(label, `Take ${name} ${column} in row ${number}`)}
          >
            <span className="text-xs opacity-75">{name}</span>
            <span className="min-w-0 truncate">
              <LabelInShort label={label} values={values} text={text} plain />
            </span>
          </Button>
        ))}
        {can && (
          <Button
            className="px-2"
            kind={isOther ? 'primary' : 'quiet'}
            aria-label={`Row ${number}: another label`}
            onClick={() => void showInLabel(stores, `Row ${number}`, [index])}
          >
            {isOther ? decided === null ? 'no label' : <LabelInShort label={decided} values={values} text={text} plain /> : 'other…'}
          </Button>
        )}
      </span>
    </li>
  );
}
