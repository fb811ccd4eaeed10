import { BUNDLED_MODELS } from '../../model/bundled';
import { Button } from '../../ui/Button';
import { megabytes } from '../../ui/format';
import { useModel, useStorage } from '../stores';

/** The bundled model, and those that this browser keeps. */
export function StoredModels() {
  const loaded = useModel((state) => state.loaded);
  const stored = useModel((state) => state.stored);
  const persistent = useModel((state) => state.persistent);
  const removeStored = useModel((state) => state.removeStored);
  const total = stored.reduce((sum, { bytes }) => sum + bytes, 0);
  const showStorage = useStorage((state) => state.show);
  return (
    <section aria-label="Models on this machine" className="flex flex-col gap-1">
      <div className="flex items-center justify-between">
        <h3 className="font-semibold">On this machine</h3>
        <Button kind="quiet" className="h-7 px-2" onClick={() => void showStorage(true)}>
          Storage…
        </Button>
      </div>
      <ul className="divide-y divide-line rounded-md border border-line">
        {BUNDLED_MODELS.map((id) => (
          <li key={id} className="flex items-center gap-2 px-3 py-1.5">
            <span className="min-w-0 flex-1 truncate">{id}</span>
            <span className="text-muted">bundled</span>
            <UseButton id={id} current={loaded?.id} />
          </li>
        ))}
        {stored.map(({ id, bytes }) => (
          <li key={id} className="flex items-center gap-2 px-3 py-1.5">
            <span className="min-w-0 flex-1 truncate" title={id}>
              {id}
            </span>
            <span className="text-muted tabular-nums">{megabytes(bytes)}</span>
            <UseButton id={id} current={loaded?.id} />
            <Button kind="quiet" className="h-7 px-2" onClick={() => void removeStored(id)} aria-label={`Remove ${id} from this machine`}>
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {stored.length > 0 && persistent !== undefined && (
        <p className="text-muted">
          {megabytes(total)} in this browser’s storage.{' '}
          {persistent
            ? 'They stay until you remove them or clear this site’s data.'
            : 'The browser has not agreed to keep them: it may remove them when the disk is nearly full.'}
        </p>
      )}
    </section>
  );
}

function UseButton({ id, current }: { id: string; current: string | undefined }) {
  const load = useModel((state) => state.load);
  if (id === current) return <span className="px-2 text-good">in use</span>;
  return (
    <Button className="h-7 px-2" onClick={() => void load(id)} aria-label={`Use ${id}`}>
      Use
    </Button>
  );
}
