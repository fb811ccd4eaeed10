import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/Button';
import { entityColour } from '../../ui/entityColour';
import { controlLook } from '../../ui/Field';
import { count } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import type { DatasetInfo } from '../../workers/protocol';
import { useData } from '../stores';

type Map = Record<string, string | null>;

/** Classes and entity types with their counts. Those of a file can be renamed, joined and left out. */
export function LabelsPanel({ info }: { info: DatasetInfo }) {
  const { options, correct } = useData((state) => state);
  const { labels, entities } = info.summary;
  const editable = info.format !== undefined;
  const changed = Object.keys({ ...options.labelMap, ...options.typeMap }).length > 0;
  const reset = changed && (
    <Button kind="quiet" className="h-7" onClick={() => void correct({ ...options, labelMap: undefined, typeMap: undefined })}>
      Reset names
    </Button>
  );
  return (
    <Panel title="Labels" aside={reset}>
      <div className="flex flex-col gap-3 p-3">
        <LabelTable
          title="Classes"
          rows={Object.entries(labels)}
          onRename={editable ? (from, to) => void correct({ ...options, labelMap: rename(options.labelMap, from, to) }) : undefined}
        />
        <LabelTable
          title="Entities"
          rows={Object.entries(entities)}
          coloured
          onRename={editable ? (from, to) => void correct({ ...options, typeMap: rename(options.typeMap, from, to) }) : undefined}
        />
        {Object.keys(labels).length + Object.keys(entities).length === 0 && <p className="text-muted">No row has a label.</p>}
        {editable && (
          <p className="text-xs text-muted">
            A name given to two labels joins them. A label left out is unknown: it is in no loss and no metric.
          </p>
        )}
      </div>
    </Panel>
  );
}

/** Maps names of the file: what was renamed before is renamed on. */
function rename(map: Map = {}, from: string, to: string | null): Map {
  const earlier = Object.entries(map).filter(([, name]) => name === from);
  return { ...map, ...Object.fromEntries(earlier.map(([original]) => [original, to])), ...(earlier.length === 0 ? { [from]: to } : {}) };
}

interface LabelTableProps {
  title: string;
  rows: [string, { train: number; validation: number }][];
  coloured?: boolean;
  onRename?: (from: string, to: string | null) => void;
}

function LabelTable({ title, rows, coloured = false, onRename }: LabelTableProps) {
  const [editing, setEditing] = useState<string>();
  if (rows.length === 0) return null;
  const most = Math.max(...rows.map(([, { train, validation }]) => train + validation));
  const submit = (event: FormEvent<HTMLFormElement>, from: string) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name')).trim();
    setEditing(undefined);
    if (name !== '' && name !== from) onRename?.(from, name);
  };
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-xs text-muted">
        <tr>
          <th className="font-normal">{title}</th>
          <th className="text-right font-normal">Train</th>
          <th className="text-right font-normal">Validation</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, { train, validation }]) => (
          <tr key={name}>
            <th scope="row" className="relative max-w-40 py-0.5 pr-2 font-normal">
              {editing === name ? (
                <form className="flex gap-1" onSubmit={(event) => submit(event, name)}>
                  <input
                    name="name"
                    defaultValue={name}
                    aria-label={`New name of ${name}`}
                    className={`${controlLook} h-7 w-full min-w-0`}
                  />
                  <Button type="submit" className="h-7 px-2">
                    Rename
                  </Button>
                  <Button
                    className="h-7 px-2"
                    onClick={() => {
                      setEditing(undefined);
                      onRename?.(name, null);
                    }}
                  >
                    Leave out
                  </Button>
                </form>
              ) : onRename ? (
                <button
                  type="button"
                  className="w-full truncate text-left hover:underline"
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
                style={{ width: `${((train + validation) / most) * 92}%` }}
              />
            </th>
            <td className="text-right tabular-nums">{count(train)}</td>
            <td className="text-right tabular-nums">{count(validation)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LabelName({ name, coloured }: { name: string; coloured: boolean }) {
  return <span className={coloured ? `border-b-2 font-semibold ${entityColour(name)}` : ''}>{name}</span>;
}
