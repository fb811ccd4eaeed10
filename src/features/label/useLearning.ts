/** Has the model learn while this page is looked at, from whatever is labelled. */
import { useEffect } from 'react';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { useData, useModel, useStores } from '../stores';

export function useLearning(tasks: TaskToLabel[]): void {
  const { suggestions } = useStores();
  const handle = useModel(({ loaded }) => loaded?.handle);
  const model = useModel(({ loaded }) => loaded?.id);
  const info = useData((state) => state.info);
  const options = useData((state) => state.options);
  const { follow } = suggestions.getState();
  useEffect(() => {
    if (handle === undefined || model === undefined || !info) return follow(undefined);
    const { tasks: _, ...reading } = options;
    const learned = tasks.flatMap(({ task, column, values, names }) =>
      values === 'numbers' || values === 'answers' ? [] : [{ task, column, values, names }],
    );
    follow({ handle, model, dataset: info.dataset, reading: JSON.stringify([info.name, reading]), tasks: learned });
  }, [follow, handle, model, info, options, tasks]);
  useEffect(() => () => follow(undefined), [follow]);
}
