import { usualOptions } from '../../stores/recipes';
import type { ChoiceSetting, FlagSetting, NumberSetting } from '../../tasks/settings';
import type { Unfreezing } from '../../train/plan/unfreezing';
import { useModel, useStores, useTrain } from '../stores';
import { changeEncoder } from './optionValues';
import { SettingField } from './SettingField';

const OPENED: Unfreezing = { layers: 2 };

const DEPTHS: Record<string, Unfreezing | undefined> = {
  frozen: undefined,
  top: OPENED,
  all: { layers: 'all' },
  everything: { layers: 'all', embeddings: true },
};

const DEPTH: ChoiceSetting = {
  key: 'unfreeze',
  label: 'Encoder',
  help: 'Frozen, or trained along with the heads: from the top layer down to the embeddings.',
  type: 'choice',
  default: 'frozen',
  choices: [
    ['frozen', 'frozen'],
    ['top', 'top layers'],
    ['all', 'all layers'],
    ['everything', 'all + embeddings'],
  ],
};

const LAYERS: NumberSetting = {
  key: 'unfreeze.layers',
  label: 'Open layers',
  help: 'Counted from the top.',
  type: 'number',
  default: 2,
  min: 1,
  whole: true,
};

const GRADUAL: FlagSetting = {
  key: 'unfreeze.gradual',
  label: 'Gradual unfreezing',
  help: 'The heads alone for an epoch, then one more layer each epoch (ULMFiT). The plan below can be edited.',
  type: 'flag',
  default: false,
  labels: ['off', 'on'],
};

/** How deep training reaches into the encoder, and how it gets there. */
export function EncoderSettings() {
  const { train } = useStores();
  const unfreeze = useTrain(({ options }) => options.unfreeze);
  const usual = useTrain(({ base }) => base.options.unfreeze);
  const learnsPairs = useTrain(({ options }) => options.contrastive !== undefined);
  const open = (next: Unfreezing | undefined) => {
    const state = train.getState();
    state.setOptions(changeEncoder(state.options, next, (isOpen) => usualOptions(state, isOpen)));
  };
  // How layers open stays when only their number changes.
  const opening = unfreeze?.gradual ? { gradual: unfreeze.gradual } : {};
  const setDepth = (depth: Unfreezing | undefined) => open(depth && { ...depth, ...opening });
  const sharesLayers = useModel(({ loaded }) => loaded?.sharesLayers === true);
  const untrainable = useModel(({ loaded }) => loaded?.untrainable);
  if (learnsPairs) return null;
  return (
    <>
      <SettingField
        setting={depthSetting(depthOf(unfreeze), sharesLayers, untrainable)}
        value={depthOf(unfreeze)}
        initial={depthOf(usual)}
        onChange={(value) => setDepth(DEPTHS[String(value)])}
      />
      {unfreeze && unfreeze.layers !== 'all' && (
        <SettingField
          setting={LAYERS}
          value={unfreeze.layers}
          initial={usual && usual.layers !== 'all' ? usual.layers : OPENED.layers}
          onChange={(value) => setDepth({ layers: Number(value) })}
        />
      )}
      {unfreeze && (!sharesLayers || unfreeze.gradual) && (
        <SettingField
          setting={GRADUAL}
          value={unfreeze.gradual !== undefined}
          initial={false}
          onChange={(value) => open(withOpening(unfreeze, value === true))}
        />
      )}
    </>
  );
}

/** What this model's encoder can do, and what is set: a model may have been loaded since. */
function depthSetting(current: string, sharesLayers: boolean, untrainable: string | undefined): ChoiceSetting {
  const why =
    untrainable ?? (sharesLayers ? 'The layers of this model share their parameters: they learn all at once, or not at all.' : undefined);
  const cannot = (depth: string) => (untrainable ? depth !== 'frozen' : sharesLayers && depth === 'top');
  const choices = DEPTH.choices.filter(([depth]) => depth === current || !cannot(depth));
  return why ? { ...DEPTH, choices, help: why } : DEPTH;
}

function depthOf(unfreeze: Unfreezing | undefined): string {
  if (!unfreeze) return 'frozen';
  if (unfreeze.layers !== 'all') return 'top';
  return unfreeze.embeddings ? 'everything' : 'all';
}

/** Begins the plan anew. */
function withOpening({ gradual: _, stages: __, ...depth }: Unfreezing, gradual: boolean): Unfreezing {
  return gradual ? { ...depth, gradual: { warmup: 1, every: 1 } } : depth;
}
