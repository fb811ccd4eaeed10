import { useState } from 'react';
import { Button } from '../../ui/Button';
import { ScrollArea } from '../../ui/ScrollArea';
import { useEmbed } from '../stores';

/** Every value of the selected row. */
export function AllValues() {
  const row = useEmbed(({ rows, selected }) => (selected === undefined ? undefined : rows.get(selected)));
  const [copied, setCopied] = useState<number>();
  if (!row)
    return <p className="border-t border-line px-3 py-2 text-muted">Select a row to see all its values and its nearest sentences.</p>;
  const values = `[${Array.from(row.values, (value) => value.toFixed(6)).join(', ')}]`;
  return (
    <div className="flex flex-col gap-2 border-t border-line px-3 py-2">
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 break-words">
          <span className="text-muted">{row.index + 1}.</span> <bdi>{row.text}</bdi>
        </p>
        <Button
          className="h-7 px-2"
          onClick={() => void navigator.clipboard.writeText(values).then(() => setCopied(row.index))}
          aria-label={`Copy all ${row.values.length} values`}
        >
          {copied === row.index ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <ScrollArea label="All values" className="max-h-36 rounded bg-sunken p-2 font-mono text-xs break-words text-muted">
        {values}
      </ScrollArea>
    </div>
  );
}
