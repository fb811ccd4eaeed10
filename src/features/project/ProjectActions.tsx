import { saveProject } from '../../stores/project/saveProject';
import { Button } from '../../ui/Button';
import { FileButton } from '../../ui/FileButton';
import { saveBlob } from '../../ui/saveBlob';
import { useProject, useStores, useTrain } from '../stores';

/** What can be done with the project that is open. */
export function ProjectActions() {
  const stores = useStores();
  const create = useProject((state) => state.create);
  const duplicate = useProject((state) => state.duplicate);
  const openFile = useProject((state) => state.openFile);
  const remove = useProject((state) => state.remove);
  const { id } = useProject((state) => state.current);
  const nothing = useProject(({ saved }) => saved === 'never');
  const running = useTrain((state) => state.running !== undefined);
  const save = async () => {
    const file = await saveProject(stores);
    if (file) saveBlob(file.blob, file.name);
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void create()}>New</Button>
        <FileButton
          input="File of a project"
          accept=".zip"
          onFiles={([file]) => void openFile(file)}
          title="Opens a project that was saved as a file"
        >
          Open a file…
        </FileButton>
        <Button disabled={nothing} onClick={() => void duplicate()}>
          Duplicate
        </Button>
        <Button disabled={nothing} onClick={() => void save()} title="Texts, files, settings, and the model if it was trained here">
          Save as a file
        </Button>
        <Button disabled={nothing} onClick={() => void remove(id)}>
          Delete
        </Button>
      </div>
      {running && (
        <p className="text-warn">
          A run is under way. Opening another project stops it; it goes on from its last checkpoint when this one is opened again.
        </p>
      )}
    </div>
  );
}
