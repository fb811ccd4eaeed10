import { Alert } from '../../ui/Alert';
import { Panel } from '../../ui/Panel';
import { SaveAs } from '../../ui/SaveAs';
import { useData } from '../stores';

/** Takes the data set out again, as it is read and corrected. */
export function SavePanel() {
  const formats = useData((state) => state.formats).filter(({ writes }) => writes);
  const save = useData((state) => state.save);
  const notes = useData((state) => state.notes);
  const dismiss = useData((state) => state.dismissNotes);
  return (
    <Panel title="Save as">
      <div className="flex flex-col gap-2 p-3">
        <SaveAs what="the data set" formats={formats} usual="jsonl" save={save} />
        <p className="text-xs text-muted">
          All rows with their labels and splits, as they are read and corrected. Columns that you left out are not saved.
        </p>
        {notes.length > 0 && (
          <Alert kind="warning" onDismiss={dismiss}>
            {notes.map((note) => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`).join(' ')}
          </Alert>
        )}
      </div>
    </Panel>
  );
}
