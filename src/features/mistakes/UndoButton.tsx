import { Button } from '../../ui/Button';
import { useLabels } from '../stores';

/** Takes back what was done to labels last. */
export function UndoButton() {
  const undo = useLabels((state) => state.undo);
  const last = useLabels((state) => state.done.at(-1)?.what);
  return (
    <Button className="ml-auto h-7" disabled={last === undefined} title={last && `Undo: ${last}`} onClick={undo}>
      Undo
    </Button>
  );
}
