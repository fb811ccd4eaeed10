import { Dialog } from 'radix-ui';
import { type FormEvent, useEffect, useState } from 'react';
import { BUNDLED_MODELS } from '../../model/bundled';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { megabytes } from '../../ui/format';
import { useModel } from '../stores';
import { EndpointField } from './EndpointField';
import { LoadProgress } from './LoadProgress';
import { ModelFacts } from './ModelFacts';

const SUGGESTED = 'google-bert/bert-base-uncased';
const SUGGESTIONS = [SUGGESTED, 'emilyalsentzer/Bio_ClinicalBERT', 'BAAI/bge-small-en-v1.5', 'intfloat/e5-small-v2'];

/** Choose the bundled model, one that is stored, or any BERT of the hub. */
export function ModelDialog() {
  const loaded = useModel((state) => state.loaded);
  const loading = useModel((state) => state.loading);
  const error = useModel((state) => state.error);
  const notice = useModel((state) => state.notice);
  const stored = useModel((state) => state.stored);
  const load = useModel((state) => state.load);
  const refreshStored = useModel((state) => state.refreshStored);
  const removeStored = useModel((state) => state.removeStored);
  const dismiss = useModel((state) => state.dismiss);
  const [open, setOpen] = useState(false);
  const [repository, setRepository] = useState(SUGGESTED);

  useEffect(() => {
    if (open) void refreshStored();
  }, [open, refreshStored]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void load(repository.trim());
  };

  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button className="max-w-40 sm:max-w-60" aria-label={`Model: ${loaded?.id ?? 'none'}. Choose another`}>
          <span className="text-muted max-sm:hidden">Model</span>
          <span className="truncate">{loaded?.id ?? loading?.model ?? 'none'}</span>
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-10 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-4 left-1/2 z-20 flex max-h-[calc(100dvh-2rem)] w-[min(40rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col gap-4 overflow-auto rounded-lg border border-line bg-panel p-4 shadow-xl sm:top-16"
        >
          <div className="flex items-center justify-between">
            <Dialog.Title className="text-base font-semibold">Model</Dialog.Title>
            <Dialog.Close asChild>
              <Button kind="quiet">Close</Button>
            </Dialog.Close>
          </div>

          {loaded && <ModelFacts model={loaded} />}
          {loading && <LoadProgress loading={loading} />}
          {error && (
            <Alert kind="error" onDismiss={dismiss}>
              {error.message}
            </Alert>
          )}
          {notice && (
            <Alert kind="note" onDismiss={dismiss}>
              {notice}
            </Alert>
          )}

          <section aria-label="Models on this machine" className="flex flex-col gap-1">
            <h3 className="font-semibold">On this machine</h3>
            <ul className="divide-y divide-line rounded-md border border-line">
              {BUNDLED_MODELS.map((id) => (
                <li key={id} className="flex items-center gap-2 px-3 py-1.5">
                  <span className="min-w-0 flex-1 truncate">{id}</span>
                  <span className="text-muted">bundled</span>
                  <UseButton id={id} current={loaded?.id} onUse={load} />
                </li>
              ))}
              {stored.map(({ id, bytes }) => (
                <li key={id} className="flex items-center gap-2 px-3 py-1.5">
                  <span className="min-w-0 flex-1 truncate" title={id}>
                    {id}
                  </span>
                  <span className="text-muted tabular-nums">{megabytes(bytes)}</span>
                  <UseButton id={id} current={loaded?.id} onUse={load} />
                  <Button
                    kind="quiet"
                    className="h-7 px-2"
                    onClick={() => void removeStored(id)}
                    aria-label={`Remove ${id} from this machine`}
                  >
                    Remove
                  </Button>
                </li>
              ))}
            </ul>
          </section>

          <form onSubmit={submit} className="flex flex-col gap-2" aria-label="Load from the Hugging Face hub">
            <h3 className="font-semibold">From the Hugging Face hub</h3>
            <div className="flex gap-2">
              <input
                value={repository}
                onChange={(event) => setRepository(event.target.value)}
                aria-label="Repository"
                placeholder="org/name, or org/name@revision"
                spellCheck={false}
                autoCapitalize="off"
                className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-panel px-2"
              />
              <Button type="submit" kind="primary" disabled={repository.trim() === '' || loading !== undefined}>
                Load
              </Button>
            </div>
            <div className="flex flex-wrap gap-1">
              {SUGGESTIONS.map((id) => (
                <Button key={id} className="h-7 px-2 text-xs" onClick={() => setRepository(id)}>
                  {id}
                </Button>
              ))}
            </div>
            <p className="text-muted">
              Any BERT with safetensors weights. It is downloaded once, kept in this browser, and computes here; bert-base takes 440 MB.
            </p>
            <EndpointField />
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function UseButton({ id, current, onUse }: { id: string; current: string | undefined; onUse: (id: string) => Promise<boolean> }) {
  if (id === current) return <span className="px-2 text-good">in use</span>;
  return (
    <Button className="h-7 px-2" onClick={() => void onUse(id)} aria-label={`Use ${id}`}>
      Use
    </Button>
  );
}
