import { useState } from 'react';
import { Button } from '../../ui/Button';
import { saveBlob } from '../../ui/saveBlob';
import { useTrain } from '../stores';

/** The model that training made: what it is called, and a copy of it to take along. */
export function TunedModel({ handle, model }: { handle: number; model: string }) {
  const download = useTrain((state) => state.download);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const blob = await download(handle);
    setBusy(false);
    if (blob) saveBlob(blob, `${model.replace(/^.*\//, '')}.zip`);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button className="h-7" disabled={busy} onClick={() => void save()}>
        {busy ? 'Packing…' : 'Download model'}
      </Button>
      <span className="text-muted">
        Embed and Predict now use the trained encoder, <strong className="font-medium break-all">{model}</strong>. The zip holds a folder
        that transformers, sentence-transformers and ONNX Runtime open.
      </span>
    </div>
  );
}
