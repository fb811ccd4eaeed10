import { useState } from 'react';
import { Button } from './Button';
import { controlLook } from './Field';
import { saveBlob } from './saveBlob';

interface SaveAsProps {
  /** What is saved: "the data set". */
  what: string;
  formats: readonly { name: string; title: string }[];
  /** The format that is offered first; the first of all where it is none of them. */
  usual: string | undefined;
  /** @returns undefined where it failed, which is said elsewhere */
  save: (format: string) => Promise<{ blob: Blob; name: string } | undefined>;
}

/** Saves something in a format of the person's choice. */
export function SaveAs({ what, formats, usual, save }: SaveAsProps) {
  const [chosen, setChosen] = useState<string>();
  const [saving, setSaving] = useState(false);
  const format = chosen ?? (formats.find(({ name }) => name === usual) ?? formats[0])?.name;
  if (format === undefined) return null;
  const download = async () => {
    setSaving(true);
    const file = await save(format);
    setSaving(false);
    if (file) saveBlob(file.blob, file.name);
  };
  return (
    <div className="flex min-w-0 items-center gap-2">
      <select
        aria-label={`Format to save ${what} in`}
        className={`${controlLook} min-w-0 flex-1`}
        value={format}
        onChange={({ target }) => setChosen(target.value)}
      >
        {formats.map(({ name, title }) => (
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
