import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { DropArea } from '../../ui/DropArea';
import { chosenFiles, droppedFiles, type FileWithPath } from '../../ui/droppedFiles';
import { FileButton } from '../../ui/FileButton';
import { useModel } from '../stores';

/** A folder or a zip, by button or dropped. */
export function FromDisk() {
  const openFromDisk = useModel((state) => state.openFromDisk);
  const replacing = useModel((state) => state.replacing);
  const replace = useModel((state) => state.replace);
  const open = (files: FileWithPath[]) => void openFromDisk(files);
  return (
    <section aria-label="Open from disk" className="flex flex-col gap-1">
      <h3 className="font-semibold">From disk</h3>
      <div className="rounded-md border border-dashed border-line-strong">
        <DropArea gap="gap-2" onFiles={(_, dropped) => void droppedFiles(dropped).then(open)}>
          <div className="flex flex-wrap items-center gap-2">
            <FileButton input="Folder of a model" choose="folder" onFiles={(files) => open(chosenFiles(files))}>
              Open a folder…
            </FileButton>
            <FileButton input="Zip of a model" accept=".zip,application/zip" onFiles={(files) => open(chosenFiles(files))}>
              Open a zip…
            </FileButton>
            <span className="text-muted">or drop one here</span>
          </div>
          <p className="text-muted">
            A model that transformers or sentence-transformers saved with safetensors weights, or a zip from this page, heads included.
          </p>
        </DropArea>
      </div>
      {replacing && (
        <Alert
          kind="warning"
          action={
            <span className="flex gap-2">
              <Button onClick={() => void replace(true)}>Replace it</Button>
              <Button kind="quiet" onClick={() => void replace(false)}>
                Keep it
              </Button>
            </span>
          }
        >
          A model called {replacing.id} is stored already. Replace it with this one?
        </Alert>
      )}
    </section>
  );
}
