import { useEffect } from 'react';
import { useModel, useTrain } from '../stores';

/** How often the list is read anew while another tab trains. */
const PACE_MS = 3000;

/** Keeps the list of runs up to date with other tabs: when this one is looked at, and for as long as another one trains. */
export function useLiveRuns(): void {
  const refreshRuns = useTrain((state) => state.refreshRuns);
  const ready = useModel(({ loaded }) => loaded !== undefined);
  const trainsElsewhere = useTrain(({ runs, running }) => !running && runs.some(({ underWay }) => underWay));

  useEffect(() => {
    if (!ready) return;
    void refreshRuns();
    const refresh = () => {
      if (document.visibilityState === 'visible') void refreshRuns();
    };
    addEventListener('focus', refresh);
    document.addEventListener('visibilitychange', refresh);
    const timer = trainsElsewhere ? setInterval(refresh, PACE_MS) : undefined;
    return () => {
      removeEventListener('focus', refresh);
      document.removeEventListener('visibilitychange', refresh);
      clearInterval(timer);
    };
  }, [ready, refreshRuns, trainsElsewhere]);
}
