import { memo, useCallback } from 'react';
import { usualOptions } from '../../stores/recipes';
import type { RunSetting } from '../../train/plan/settings';
import { useStores, useTrain } from '../stores';
import { changeOption, readOption } from './optionValues';
import { SettingField } from './SettingField';

/** A setting of the run: drawn again only when it changes itself. */
export const RunSettingField = memo(({ setting }: { setting: RunSetting }) => {
  const { train } = useStores();
  const value = useTrain(({ options }) => readOption(options, setting.key));
  const initial = useTrain((state) => readOption(usualOptions(state, state.options.unfreeze !== undefined), setting.key));
  const change = useCallback(
    (next: unknown) => {
      const { options, setOptions } = train.getState();
      setOptions(changeOption(options, setting.key, next));
    },
    [train, setting],
  );
  return <SettingField setting={setting} value={value} initial={initial} onChange={change} />;
});
