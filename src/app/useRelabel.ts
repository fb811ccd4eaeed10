import { useEffect } from 'react';
import { useStores } from '../features/stores';
import { relabel } from '../stores/workflows';

/** Labels reach the data set once the panel in which they are given is left: there the worker is for suggestions. */
export function useRelabel(tab: string): void {
  const stores = useStores();
  useEffect(() => {
    if (tab !== 'label') void relabel(stores);
  }, [tab, stores]);
}
