import { useState } from 'react';
import { readPreference, writePreference } from '../../stores/preferences';

/** Whether many rows are listed or one is shown; as it was the last time. */
export function useListed(): [boolean, (listed: boolean) => void] {
  const [listed, setListed] = useState(() => readPreference('labelView') === 'list');
  const change = (wanted: boolean) => {
    writePreference('labelView', wanted ? 'list' : 'row');
    setListed(wanted);
  };
  return [listed, change];
}
