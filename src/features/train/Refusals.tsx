import { useMemo } from 'react';
import { startOf } from '../../stores/recipes';
import { withUsedNames } from '../../stores/settingsSlice';
import { type Refusal, refusalsOf } from '../../train/plan/refusals';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { useStores, useTrain } from '../stores';

const NONE: Refusal[] = [];

/** What the next run would be refused for, with its settings as they are. */
export function useRefusals(): Refusal[] {
  const situation = useTrain((state) => state.situation);
  const options = useTrain((state) => state.options);
  const startFrom = useTrain(startOf);
  return useMemo(
    () => (situation ? refusalsOf(situation, withUsedNames(options, startFrom), startFrom) : NONE),
    [situation, options, startFrom],
  );
}

/** Why the run cannot start, each with a button that changes it. */
export function Refusals({ refusals }: { refusals: Refusal[] }) {
  const { train } = useStores();
  const mend = ({ options, startFrom }: NonNullable<Refusal['fix']>) => {
    const { setOptions, setStartFrom } = train.getState();
    if (options) setOptions(options);
    if (startFrom) setStartFrom(startFrom);
  };
  return refusals.map(({ setting, message, fix }) => (
    <Alert key={setting + message} kind="warning" action={fix && <Button onClick={() => mend(fix)}>{fix.label}</Button>}>
      {message}
    </Alert>
  ));
}
