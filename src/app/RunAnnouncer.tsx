import { useEffect, useState } from 'react';
import { endInWords } from '../features/endInWords';
import { useStores } from '../features/stores';

/** Says to screen readers that a run has begun, and what it has come to, whatever panel is open. */
export function RunAnnouncer() {
  const { train, kinds } = useStores();
  const [words, setWords] = useState('');
  useEffect(
    () =>
      train.subscribe((state, before) => {
        if (!state.running === !before.running) return;
        setWords(state.running ? 'Training has started.' : endInWords(state, kinds.getState().kinds));
      }),
    [train, kinds],
  );
  return (
    <p role="status" className="sr-only">
      {words}
    </p>
  );
}
