import { memo, useCallback } from 'react';
import { answeringTasks } from '../../stores/predictStore';
import { startOf } from '../../stores/recipes';
import type { KindSetting } from '../../tasks/kind';
import type { Setting } from '../../tasks/settings';
import { TASK_SETTINGS } from '../../train/plan/settings';
import { Icon } from '../../ui/Icon';
import { LongList } from '../../ui/LongList';
import { seriesColour } from '../../ui/seriesColour';
import { useData, useKinds, usePredict, useStores, useTrain } from '../stores';
import { withoutTaskSettings } from './optionValues';
import { SettingField } from './SettingField';
import { SettingsGroup } from './SettingsGroup';

/** Drawn at once: each has a dozen settings. */
const MOST_TASKS = 20;

/** Settings of every task of the data set. */
export function TaskSettings() {
  const tasks = useData(({ info }) => info?.tasks);
  if (!tasks) return null;
  const names = Object.keys(tasks);
  const places = new Map(names.map((name, i) => [name, i]));
  return (
    <SettingsGroup title="Tasks" open>
      <LongList items={names} nameOf={(name) => name} thing="task" most={MOST_TASKS}>
        {(shown) =>
          shown.map((name) => (
            <Task key={name} name={name} kind={tasks[name].kind} colour={`var(${seriesColour(places.get(name) ?? 0)})`} />
          ))
        }
      </LongList>
      {names.length === 0 && (
        <p className="text-muted">The data set has no column that could be a task. In Data, say which column holds labels.</p>
      )}
    </SettingsGroup>
  );
}

const Task = memo(({ name, kind, colour }: { name: string; kind: string; colour: string }) => {
  const info = useKinds(({ kinds }) => kinds.get(kind));
  const isNew = useTrain((state) => startOf(state) === 'new');
  const isFrozen = useTrain(({ options }) => options.tasks[name]?.freeze ?? false);
  const settings = info?.settings ?? [];
  const chosen = useTrain(({ options }) => options.tasks[name]);
  const answering = usePredict((state) => answeringTasks(state)[name]);
  const current = (key: string) =>
    chosen?.[key] ?? (isNew ? undefined : answering?.[key]) ?? settings.find((setting) => setting.key === key)?.default;
  const own = settings.filter(
    ({ shapesHead, onlyWith }) => (isNew || !shapesHead) && (!onlyWith || onlyWith.values.includes(current(onlyWith.key))),
  );
  return (
    <details className="rounded-md border border-line px-2 py-1">
      <summary className="cursor-pointer">
        <span style={{ color: colour }}>
          <Icon name="dot" />
        </span>{' '}
        <span className="font-medium">{name}</span>{' '}
        <span className="text-muted">
          {info?.title ?? kind}
          {isFrozen && ' · frozen'}
        </span>
      </summary>
      <div className="mt-1 flex flex-col gap-1.5">
        {TASK_SETTINGS.map((setting) => (
          <TaskField
            key={setting.key}
            task={name}
            setting={setting}
            initial={setting.key === 'learningRate' ? info?.defaults.learningRate : setting.default}
          />
        ))}
        {own.map((setting) => (
          <KindField
            key={setting.key}
            task={name}
            setting={setting}
            isNew={isNew}
            dependent={settings
              .filter(({ onlyWith }) => onlyWith?.key === setting.key)
              .map(({ key }) => key)
              .join()}
          />
        ))}
      </div>
    </details>
  );
});

interface TaskFieldProps {
  task: string;
  setting: Setting;
  initial: Setting['default'];
}

const TaskField = memo(({ task, setting, initial }: TaskFieldProps) => {
  const value = useTrain(({ options }) => options.tasks[task]?.[setting.key]);
  const usual = useTrain(({ base }) => base.options.tasks[task]?.[setting.key]) ?? initial;
  const setTaskOptions = useTrain((state) => state.setTaskOptions);
  const change = useCallback((next: unknown) => setTaskOptions(task, { [setting.key]: next }), [setTaskOptions, task, setting]);
  // The declaration leaves some defaults to the kind, without meaning that the value may be absent.
  const declared = { ...setting, default: initial } as Setting;
  return <SettingField setting={declared} of={task} value={value} initial={usual} onChange={change} />;
});

interface KindFieldProps {
  task: string;
  setting: KindSetting;
  isNew: boolean;
  /** Keys of settings that may not count any more when this one changes, joined by commas. */
  dependent: string;
}

/** A setting that nobody changed is left to the kind, or to the head that is there. */
const KindField = memo(({ task, setting, isNew, dependent }: KindFieldProps) => {
  const { train } = useStores();
  const chosen = useTrain(({ options }) => options.tasks[task]?.[setting.key]);
  const current = usePredict((state) => answeringTasks(state)[task]?.[setting.key]);
  const usual = useTrain(({ base }) => base.options.tasks[task]?.[setting.key]);
  const initial = (isNew ? usual : current) ?? setting.default;
  const without = useCallback(
    (keys: string[]) => {
      const { options, setOptions } = train.getState();
      setOptions(withoutTaskSettings(options, task, keys));
    },
    [train, task],
  );
  const change = useCallback(
    (next: unknown) => {
      if (dependent) without(dependent.split(','));
      train.getState().setTaskOptions(task, { [setting.key]: next });
    },
    [train, task, setting, dependent, without],
  );
  const reset = useCallback(() => {
    without([setting.key, ...dependent.split(',')]);
    if (isNew && usual !== undefined) train.getState().setTaskOptions(task, { [setting.key]: usual });
  }, [without, setting, dependent, isNew, usual, train, task]);
  return <SettingField setting={setting} of={task} value={chosen ?? initial} initial={initial} onChange={change} onReset={reset} />;
});
