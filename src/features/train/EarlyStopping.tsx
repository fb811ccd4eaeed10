import { useMemo } from 'react';
import type { ChoiceSetting, NumberSetting } from '../../tasks/settings';
import { useData, useKinds, useTrain } from '../stores';
import { monitors } from './monitors';
import { SettingField } from './SettingField';

const PATIENCE: NumberSetting = {
  key: 'earlyStopping.patience',
  label: 'Patience',
  help: 'Epochs without a better value before the run ends.',
  type: 'number',
  default: 5,
  min: 1,
  whole: true,
};

const NO_TASKS = {};

/** Whether a metric on the validation rows ends the run, and after how many epochs. */
export function EarlyStopping() {
  const earlyStopping = useTrain(({ options }) => options.earlyStopping);
  const learnsPairs = useTrain(({ options }) => options.contrastive !== undefined);
  const setOptions = useTrain((state) => state.setOptions);
  const tasks = useData(({ info }) => info?.tasks) ?? NO_TASKS;
  const kinds = useKinds((state) => state.kinds);
  const setting = useMemo(
    (): ChoiceSetting => ({
      key: 'earlyStopping',
      label: 'Early stopping',
      help: 'Ends the run when this metric on the validation rows no longer improves.',
      type: 'choice',
      default: 'off',
      choices: [['off', 'off'], ...monitors(tasks, kinds)],
    }),
    [tasks, kinds],
  );
  if (learnsPairs) return null;
  const { metric = 'off', patience = 5 } = earlyStopping ?? {};
  return (
    <>
      <SettingField
        setting={setting}
        value={metric}
        initial="off"
        onChange={(value) => setOptions({ earlyStopping: value === 'off' ? undefined : { metric: String(value), patience } })}
      />
      {earlyStopping && (
        <SettingField
          setting={PATIENCE}
          value={patience}
          initial={5}
          onChange={(value) => setOptions({ earlyStopping: { metric, patience: Number(value) } })}
        />
      )}
    </>
  );
}
