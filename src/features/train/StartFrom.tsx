import type { ChoiceSetting } from '../../tasks/settings';
import { useStores, useTrain } from '../stores';
import { withoutTaskSettings } from './optionValues';
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
  const { train, data, kinds } = useStores();
  const startFrom = useTrain((state) => state.startFrom);
  const change = (value: unknown) => {
    const { setOptions, setStartFrom } = train.getState();
    if (value === 'new') return setStartFrom('new');
    // A head that is there has its shape.
    for (const [task, { kind }] of Object.entries(data.getState().info?.tasks ?? {})) {
      const { settings = [] } = kinds.getState().kinds.get(kind) ?? {};
      const shaping = settings.filter(({ shapesHead }) => shapesHead).map(({ key }) => key);
      setOptions(withoutTaskSettings(train.getState().options, task, shaping));
    }
    setStartFrom('current');
  };
  return <SettingField setting={START_FROM} value={startFrom} initial="new" onChange={change} />;
}
