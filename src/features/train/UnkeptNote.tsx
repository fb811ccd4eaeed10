import { useState } from 'react';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { FreeRoom } from '../storage/FreeRoom';
import { useModel, useTrain } from '../stores';

/** Says that a run, or the encoder that it trained, is not stored, and stores it once a person has made room. */
export function UnkeptNote() {
  const shown = useTrain((state) => state.shown);
  const keepRun = useTrain((state) => state.keepRun);
  const refreshStored = useModel((state) => state.refreshStored);
  const [storing, setStoring] = useState(false);
  if (!shown?.unkept) return null;
  const store = async () => {
    setStoring(true);
    await keepRun(shown.id);
    await refreshStored();
    setStoring(false);
  };
  return (
    <Alert
      kind="warning"
      action={
        <>
          <FreeRoom />
          <Button className="h-7" disabled={storing} onClick={() => void store()}>
            {storing ? 'Storing…' : 'Store it now'}
          </Button>
        </>
      }
    >
      {shown.unkept}
    </Alert>
  );
}
