import { useCallback, useSyncExternalStore } from 'react';

/** The tab named by the address (`#predict`), so that it can be linked to and Back works. */
export function useHashTab(tabs: readonly string[]): [tab: string, setTab: (tab: string) => void, hash: string] {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => location.hash.slice(1),
  );
  const setTab = useCallback((tab: string) => {
    location.hash = tab;
  }, []);
  return [tabs.includes(hash) ? hash : tabs[0], setTab, hash];
}
