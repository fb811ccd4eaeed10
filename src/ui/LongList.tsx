import { type ReactNode, useId, useState } from 'react';
import { controlLook } from './Field';
import { count, plural } from './format';

/** More would hold the page up, and nobody reads them one after another. */
const MOST_ITEMS = 100;

interface LongListProps<T> {
  items: readonly T[];
  nameOf: (item: T) => string;
  /** What an item is, as in "column". */
  thing: string;
  /** How many are drawn. Default: 100 */
  most?: number;
  children: (shown: readonly T[]) => ReactNode;
}

/** The first of many items; where there are more, a field finds them by their names. */
export function LongList<T>({ items, nameOf, thing, most = MOST_ITEMS, children }: LongListProps<T>) {
  const [typed, setTyped] = useState('');
  const id = useId();
  if (items.length <= most) return children(items);
  const sought = typed.trim().toLowerCase();
  const found = sought === '' ? items : items.filter((item) => nameOf(item).toLowerCase().includes(sought));
  const more = found.length - most;
  return (
    <>
      {children(found.slice(0, most))}
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 py-1 text-xs text-muted">
        <label htmlFor={id}>
          {more > 0
            ? `and ${plural(more, `more ${thing}`)}: type a name`
            : `${count(found.length)} of ${plural(items.length, thing)} with this in their names`}
        </label>
        <input
          id={id}
          type="search"
          dir="auto"
          className={`${controlLook} h-7 w-36`}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
    </>
  );
}
