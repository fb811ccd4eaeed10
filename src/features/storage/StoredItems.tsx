import { useState } from 'react';
import { Button } from '../../ui/Button';
import { megabytes, when } from '../../ui/format';
import type { StorageList, StoredItem, StoredKind } from '../../workers/protocol';
import { useModel, useStorage, useTrain } from '../stores';

const KINDS: Record<StoredKind, string> = {
  model: 'model',
  tuned: 'trained here',
  download: 'unfinished download',
  run: 'run',
  features: 'cache',
  embeddings: 'working files',
};

/** Can be made again by the page itself: removed without a question. */
const REMADE: StoredKind[] = ['features', 'embeddings'];

export function StoredItems({ list: { items, usage } }: { list: StorageList }) {
  const others = usage === undefined ? 0 : usage - items.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <ul aria-label="What takes up space" className="divide-y divide-line rounded-md border border-line">
      {items.map((item) => (
        <Item key={`${item.kind} ${item.id}`} item={item} />
      ))}
      {others > 0 && (
        <li className="flex items-center gap-2 px-3 py-1.5">
          <span className="min-w-0 flex-1 truncate text-muted">Everything else, such as projects</span>
          <span className="text-muted tabular-nums">{megabytes(others)}</span>
        </li>
      )}
      {items.length === 0 && others <= 0 && <li className="px-3 py-1.5 text-muted">Nothing is stored.</li>}
    </ul>
  );
}

function Item({ item }: { item: StoredItem }) {
  const { kind, id, name, bytes, changed, inUse } = item;
  const [asking, setAsking] = useState(false);
  const free = useStorage((state) => state.free);
  const loaded = useModel((state) => state.loaded?.id);
  const refreshStored = useModel((state) => state.refreshStored);
  const refreshRuns = useTrain((state) => state.refreshRuns);
  const why = inUse ?? (kind !== 'run' && id === loaded ? 'It is the model in use.' : undefined);
  const remove = async () => {
    setAsking(false);
    await free(item);
    await Promise.all([refreshStored(), refreshRuns()]);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-2 px-3 py-1.5">
      <span className="flex min-w-40 flex-1 flex-col">
        <span className="truncate" title={name}>
          {name}
        </span>
        <span className="text-xs text-muted">{[KINDS[kind], changed && when(changed), why].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="text-muted tabular-nums">{megabytes(bytes)}</span>
      {asking ? (
        <span className="flex gap-1">
          <Button className="h-7 px-2" onClick={() => void remove()} aria-label={`Yes, remove ${name}`}>
            Remove it
          </Button>
          <Button kind="quiet" className="h-7 px-2" onClick={() => setAsking(false)} aria-label={`Keep ${name}`}>
            Keep it
          </Button>
        </span>
      ) : (
        <Button
          kind="quiet"
          className="h-7 px-2"
          disabled={why !== undefined}
          onClick={() => (REMADE.includes(kind) ? void remove() : setAsking(true))}
          aria-label={`Remove ${name}`}
        >
          Remove
        </Button>
      )}
    </li>
  );
}
