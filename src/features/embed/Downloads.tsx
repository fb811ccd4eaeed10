import { useState } from 'react';
import type { EmbeddingFormat } from '../../embeddings/formats';
import { Button } from '../../ui/Button';
import { saveBlob } from '../../ui/saveBlob';
import { useEmbed } from '../stores';

const FORMATS: EmbeddingFormat[] = ['csv', 'json', 'npy'];

export function Downloads() {
  const download = useEmbed((state) => state.download);
  const promptName = useEmbed((state) => state.result?.promptName);
  const [busy, setBusy] = useState<EmbeddingFormat>();
  const save = async (format: EmbeddingFormat) => {
    setBusy(format);
    const blob = await download(format);
    setBusy(undefined);
    if (blob) saveBlob(blob, `embeddings${promptName ? `-${promptName}` : ''}.${format}`);
  };
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">Download the embeddings</legend>
      {FORMATS.map((format) => (
        <Button
          key={format}
          className="h-7 px-2"
          disabled={busy !== undefined}
          onClick={() => void save(format)}
          aria-label={`Download as ${format.toUpperCase()}`}
        >
          {busy === format ? '…' : format.toUpperCase()}
        </Button>
      ))}
    </fieldset>
  );
}
