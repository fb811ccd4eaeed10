import { memo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { RUN_SETTINGS, SETTING_GROUPS, type SettingGroup } from '../../train/plan/settings';
import { useTrain } from '../stores';
import { ContrastiveSettings } from './ContrastiveSettings';
import { EarlyStopping } from './EarlyStopping';
import { EncoderSettings } from './EncoderSettings';
import { RunSettingField } from './RunSettingField';
import { SettingsGroup } from './SettingsGroup';
import { StartFrom } from './StartFrom';
import { TaskSettings } from './TaskSettings';
import { UnfreezingPlan } from './UnfreezingPlan';

const OPEN_AT_FIRST: SettingGroup[] = ['What learns', 'Duration', 'AdamW'];

/** Every setting of the next run, each with its default, its reset and a line on what it does. */
export const SettingsForm = memo(() => (
  <div className="flex flex-col divide-y divide-line">
    {SETTING_GROUPS.map((group) => (
      <Group key={group} group={group} />
    ))}
  </div>
));

function Group({ group }: { group: SettingGroup }) {
  const applying = useTrain(
    useShallow(({ options }) => RUN_SETTINGS.filter((setting) => setting.group === group && (setting.applies?.(options) ?? true))),
  );
  const learns = group === 'What learns';
  if (applying.length === 0 && !learns) return null;
  return (
    <>
      <SettingsGroup title={group} open={OPEN_AT_FIRST.includes(group)}>
        {learns && <StartFrom />}
        {learns && <ContrastiveSettings />}
        {learns && <EncoderSettings />}
        {applying.map((setting) => (
          <RunSettingField key={setting.key} setting={setting} />
        ))}
        {learns && <UnfreezingPlan />}
        {group === 'Duration' && <EarlyStopping />}
      </SettingsGroup>
      {learns && <TaskSettings />}
    </>
  );
}
