import { Button } from '../../ui/Button';
import { plural } from '../../ui/format';
import { useData, useKinds, useTrain } from '../stores';
import { differences } from './runDifferences';
import { SettingsForm } from './SettingsForm';

const NO_TASKS = {};

/** Every setting, as the recipe has it or as a person changed it. */
export function Advanced() {
  const changes = useChanges();
  const reset = useTrain((state) => state.reset);
  return (
    <details className="border-t border-line">
      <summary className="cursor-pointer px-3 py-2">
        <span className="font-medium">Advanced</span>
        {changes.length > 0 && (
          <span className="ml-2 text-xs text-muted" title={changes.join('\n')}>
            {plural(changes.length, 'changed setting')}
          </span>
        )}
      </summary>
      {changes.length > 0 && (
        <div className="flex items-start gap-2 border-t border-line bg-sunken px-3 py-1.5">
          <p className="min-w-0 flex-1 text-xs break-words text-muted">{changes.join(' · ')}</p>
          <Button className="h-7" onClick={reset}>
            Reset all
          </Button>
        </div>
      )}
      <SettingsForm />
    </details>
  );
}

/** What is not as the recipe has it, in words. */
function useChanges(): string[] {
  const options = useTrain((state) => state.options);
  const base = useTrain((state) => state.base);
  const startFrom = useTrain((state) => state.startFrom);
  const tasks = useData(({ info }) => info?.tasks) ?? NO_TASKS;
  const kinds = useKinds((state) => state.kinds);
  const start = startFrom === undefined || startFrom === base.startFrom ? [] : [`starts with ${startFrom} heads`];
  return [...start, ...differences({ options, tasks }, kinds, base.options)];
}
