import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { Counts } from '../../data/describe';
import { Button } from '../../ui/Button';
import { entityColour } from '../../ui/entityColour';
import { controlLook } from '../../ui/Field';
import { count } from '../../ui/format';
import { LongList } from '../../ui/LongList';
import { ScrollArea } from '../../ui/ScrollArea';
import { sum } from './taskWords';

interface LabelTableProps {
  title: string;
  entries: [name: string, counts: Counts][];
  /** Whether there are test rows to count. */
  tested: boolean;
  /** Names in the colours that they have in texts. */
  coloured: boolean;
  /** Without it names are as they are. @param to null leaves the label out */
  onRename?: (from: string, to: string | null) => void;
}

/** Names with how often they occur in each split. */
export function LabelTable({ title, entries, tested, coloured, onRename }: LabelTableProps) {
  const [editing, setEditing] = useState<string>();
  const most = entries.reduce((largest, [, counts]) => Math.max(largest, sum(counts)), 0);
  return (
    <LongList items={entries} nameOf={([name]) => name} thing="label">
      {(shown) => (
        // Room for the focus ring of what is inside.
        <ScrollArea label={`Labels of ${title}`} className="-mx-1 max-h-80 px-1">
          <table className="w-full table-fixed text-left text-sm">
            <thead className="sticky top-0 z-1 bg-panel text-xs text-muted">
              <tr>
                <th className="truncate font-semibold text-text" title={title}>
                  {title}
                </th>
                <th className="w-14 text-right font-normal">Train</th>
                <th className="w-18 text-right font-normal">Validation</th>
                {tested && <th className="w-12 text-right font-normal">Test</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map(([name, counts]) =>
                editing === name && onRename ? (
                  <tr key={name}>
                    <td colSpan={tested ? 4 : 3} className="py-1">
                      <RenameForm name={name} onRename={onRename} onDone={() => setEditing(undefined)} />
                    </td>
                  </tr>
                ) : (
                  <tr key={name}>
                    <th scope="row" className="relative py-0.5 pr-2 font-normal break-words">
                      {onRename ? (
                        <button
                          type="button"
                          className="min-h-[24px] w-full text-left break-words hover:underline"
                          title="Rename or leave out"
                          onClick={() => setEditing(name)}
                        >
                          <LabelName name={name} coloured={coloured} />
                        </button>
                      ) : (
                        <LabelName name={name} coloured={coloured} />
                      )}
                      <span
                        aria-hidden="true"
                        className="absolute bottom-0 left-0 h-0.5 rounded bg-line-strong"
                        style={{ width: `${(sum(counts) / most) * 92}%` }}
                      />
                    </th>
                    <td className="text-right tabular-nums">{count(counts.train)}</td>
                    <td className="text-right tabular-nums">{count(counts.validation)}</td>
                    {tested && <td className="text-right tabular-nums">{count(counts.test)}</td>}
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </LongList>
  );
}

function RenameForm({ name, onRename, onDone }: { name: string; onRename: (from: string, to: string | null) => void; onDone: () => void }) {
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('name')).trim();
    onDone();
    if (typed !== '' && typed !== name) onRename(name, typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone();
  };
  return (
    <form className="flex gap-1" onSubmit={onSubmit} onKeyDown={onKeyDown}>
      <input
        dir="auto"
        name="name"
        defaultValue={name}
        aria-label={`New name of ${name}`}
        // biome-ignore lint/a11y/noAutofocus: the name that was clicked has turned into this field.
        autoFocus
        spellCheck={false}
        autoComplete="off"
        className={`${controlLook} h-7 w-full min-w-0`}
      />
      <Button type="submit" className="h-7 px-2">
        Rename
      </Button>
      <Button
        className="h-7 px-2"
        onClick={() => {
          onDone();
          onRename(name, null);
        }}
      >
        Leave out
      </Button>
    </form>
  );
}

function LabelName({ name, coloured }: { name: string; coloured: boolean }) {
  return <bdi className={coloured ? `border-b-2 font-semibold ${entityColour(name)}` : ''}>{name}</bdi>;
}
