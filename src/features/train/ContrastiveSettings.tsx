import { usualOptions } from '../../stores/recipes';
import type { ChoiceSetting } from '../../tasks/settings';
import { CONTRASTIVE_SETTINGS, type Contrastive } from '../../train/plan/contrastive';
import { useData, useStores, useTrain } from '../stores';
import { changeEncoder } from './optionValues';
import { SettingField } from './SettingField';

const OFF = 'off';
const defaultOf = (key: (typeof CONTRASTIVE_SETTINGS)[number]['key']): number =>
  CONTRASTIVE_SETTINGS.find((setting) => setting.key === key)?.default ?? 0;

/** Whether the encoder first learns from pairs of rows whether both have the same class, and how. */
export function ContrastiveSettings() {
  const { train } = useStores();
  const contrastive = useTrain(({ options }) => options.contrastive);
  const usual = useTrain(({ base }) => base.options.contrastive?.task);
  const tasks = useData(({ info }) => info?.tasks);
  const names = Object.entries(tasks ?? {}).flatMap(([name, { kind }]) => (kind === 'classification' ? [name] : []));
  if (names.length === 0) return null;
  const choice: ChoiceSetting = {
    key: 'contrastive',
    label: 'Contrastive fine-tuning',
    help: 'For few labels: the encoder first learns from pairs of rows whether both have the same class. The head is then fitted by logistic regression.',
    type: 'choice',
    default: OFF,
    choices: [[OFF, 'off'], ...names.map((name) => [name, `by ${name}`] as const)],
  };
  const choose = (value: unknown) => {
    const state = train.getState();
    const { options, setOptions, setTaskOptions, setStartFrom } = state;
    if (value === OFF) return setOptions({ contrastive: undefined });
    const task = String(value);
    const numbers = { pairs: defaultOf('pairs'), batchSize: defaultOf('batchSize'), learningRate: defaultOf('learningRate') };
    setOptions({
      ...changeEncoder(options, undefined, (isOpen) => usualOptions(state, isOpen)),
      contrastive: { task, layers: 'all', ...numbers },
      folds: 0,
    });
    setTaskOptions(task, { head: 'logistic', labelSmoothing: 0 });
    setStartFrom('new');
  };
  return (
    <>
      <SettingField setting={choice} value={contrastive?.task ?? OFF} initial={usual ?? OFF} onChange={choose} />
      {contrastive &&
        CONTRASTIVE_SETTINGS.map((setting) => (
          <SettingField
            key={setting.key}
            setting={setting}
            value={contrastive[setting.key]}
            initial={setting.default}
            onChange={(value) => train.getState().setOptions({ contrastive: { ...contrastive, [setting.key]: value } as Contrastive })}
          />
        ))}
    </>
  );
}
