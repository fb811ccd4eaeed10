import { useMemo } from 'react';
import type { MetricSpec } from '../../tasks/kind';
import { useData, useKinds, useTrain } from '../stores';

export interface ShownTask {
  name: string;
  /** What a person calls its kind. */
  title: string;
  /** The first is the one that is monitored. */
  metrics: MetricSpec[];
}

/** The tasks of the run that is shown; those of the data set while it is under way. */
export function useShownTasks(): ShownTask[] {
  const ofRun = useTrain((state) => state.shown?.tasks);
  const ofData = useData((state) => state.info?.tasks);
  const kinds = useKinds((state) => state.kinds);
  return useMemo(
    () =>
      Object.entries(ofRun ?? ofData ?? {}).flatMap(([name, { kind }]) => {
        const info = kinds.get(kind);
        return info ? [{ name, title: info.title, metrics: info.metrics }] : [];
      }),
    [ofRun, ofData, kinds],
  );
}
