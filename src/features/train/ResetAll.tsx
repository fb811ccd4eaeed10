import { Button } from '../../ui/Button';
import { useData, useKinds, useTrain } from '../stores';
import { differences } from './runDifferences';

const NO_TASKS = {};

export function ResetAll() {
  const options = useTrain((state) => state.options);
  const startFrom = useTrain((state) => state.startFrom);
  const reset = useTrain((state) => state.reset);
  const tasks = useData(({ info }) => info?.tasks) ?? NO_TASKS;
  const kinds = useKinds((state) => state.kinds);
  const isDefault = startFrom === 'new' && differences({ options, tasks }, kinds).length === 0;
  return (
    <Button kind="quiet" className="h-7" disabled={isDefault} onClick={reset}>
      Reset all
    </Button>
  );
}
