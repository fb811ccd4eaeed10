import { startOf } from '../../stores/recipes';
import type { ChoiceSetting } from '../../tasks/settings';
import { useTrain } from '../stores';
import { SettingField } from './SettingField';

const START_FROM: ChoiceSetting = {
  key: 'startFrom',
  label: 'Start with',
  help: 'New heads for the tasks of the data set, drawn from the seed; or the heads that Predict uses now.',
  type: 'choice',
  default: 'new',
  choices: [
    ['new', 'new heads'],
    ['current', 'current heads'],
  ],
};

/** Whether the run makes heads or trains those that there are. */
export function StartFrom() {
  const startFrom = useTrain(startOf);
  const usual = useTrain((state) => startOf({ ...state, startFrom: undefined }));
  const setStartFrom = useTrain((state) => state.setStartFrom);
  return (
    <SettingField
      setting={START_FROM}
      value={startFrom}
      initial={usual}
      onChange={(value) => setStartFrom(value === 'current' ? 'current' : 'new')}
      onReset={() => setStartFrom(undefined)}
    />
  );
}
