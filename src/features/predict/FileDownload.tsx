import { useState } from 'react';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { saveBlob } from '../../ui/saveBlob';
import { useData, usePredictionFile } from '../stores';

/** Where the file's own is not written: what every tool opens. */
const USUAL = 'csv';

/** Saves all predictions in a format of the person's choice. */
export function FileDownload() {
  const written = useData((state) => state.formats).filter(({ writes }) => writes);
  const save = usePredictionFile((state) => state.save);
  const saving = usePredictionFile((state) => state.saving !== undefined);
  const [chosen, setChosen] = useState<string>();
  const own = usePredictionFile((state) => state.info?.format);
  const find = (wanted: string | undefined) => written.find(({ name }) => name === wanted);
  const format = chosen ?? (find(own) ?? find(USUAL) ?? written[0])?.name;
  if (format === undefined) return null;
  const download = async () => {
    const file = await save(format);
    if (file) saveBlob(file.blob, file.name);
  };
  return (
    <div className="flex min-w-0 items-center gap-2">
      <select
        aria-label="Format of the download"
        className={`${controlLook} max-w-64 min-w-0`}
        value={format}
        onChange={({ target }) => setChosen(target.value)}
      >
        {written.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      <Button disabled={saving} onClick={() => void download()}>
        {saving ? 'Saving…' : 'Download'}
      </Button>
    </div>
  );
}
