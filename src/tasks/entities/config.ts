/** What an entities task is set to. */
import { TandemError } from '../../errors';
import type { KindSetting, TaskConfig } from '../kind';
import { checkSetting } from '../settings';
import { checkLabels } from '../shared/labels';
import { checkTokenHead, type TokenHeadConfig } from '../shared/tokenHead';
import type { UnitKind } from './units';

/** Settings of an entities task. */
export interface EntitiesConfig extends TaskConfig, TokenHeadConfig {
  kind: 'entities';
  /** Columns of the logits, BIO: `O`, `B-X`, `I-X`. Made from `types` where they are not given. */
  labels: string[];
  /** Entity types, in the place of `labels`. */
  types?: string[];
  /** `mix` reads a learned weighted sum of all layers instead of the last; `auto` gives new heads the mix wherever all layers can be read. Default: auto. */
  layers?: 'auto' | 'last' | 'mix';
  /** `iob2` gives the best sequence in which every `I-X` continues an entity of type X; `argmax` each unit's best label. Default: iob2. */
  decoding?: 'argmax' | 'iob2';
  /** What gets one label; `auto`: the largest units in which all entities of the training rows can be marked. Default: auto. */
  units?: 'auto' | UnitKind;
  /** Every piece of a unit learns its label, instead of the first alone. Default: false. */
  labelAllPieces?: boolean;
}

export const ENTITY_SETTINGS: KindSetting[] = [
  {
    key: 'layers',
    label: 'Features',
    help: 'The last layer, or a learned mix of all: better entities, more to keep. Automatic: new heads read the mix, on ONNX graphs the last layer.',
    type: 'choice',
    default: 'auto',
    choices: [
      ['auto', 'automatic'],
      ['last', 'last layer'],
      ['mix', 'mix of all layers'],
    ],
    shapesHead: true,
  },
  {
    key: 'decoding',
    label: 'Decoding',
    help: 'Well-formed: the best sequence of labels in which every I- continues an entity. Free: the best label of each word.',
    type: 'choice',
    default: 'iob2',
    choices: [
      ['iob2', 'well-formed'],
      ['argmax', 'free'],
    ],
  },
  {
    key: 'units',
    label: 'Labelled units',
    help: 'Automatic: the largest units in which all entities of the training rows can be marked.',
    type: 'choice',
    default: 'auto',
    choices: [
      ['auto', 'automatic'],
      ['tokens', 'between blanks'],
      ['words', 'words'],
      ['pieces', 'word pieces'],
    ],
  },
  {
    key: 'labelAllPieces',
    label: 'Pieces that learn',
    help: 'Of a unit with several word pieces: its first one, or all of them.',
    type: 'flag',
    default: false,
    labels: ['first piece', 'all pieces'],
  },
];

/** @throws TandemError `bad-input` */
export function completeEntities(config: TaskConfig): EntitiesConfig {
  checkTokenHead(config);
  const { types, labels } = config as EntitiesConfig;
  const settings = Object.fromEntries(ENTITY_SETTINGS.map((setting) => [setting.key, config[setting.key] ?? setting.default]));
  for (const setting of ENTITY_SETTINGS) checkSetting(setting, settings[setting.key], setting.key);
  const bio = labels === undefined ? bioLabels(checkLabels(types, 'The entity types', 1)) : checkBio(labels);
  return { ...config, ...settings, kind: 'entities', labels: bio };
}

/** `O`, then `B-X` and `I-X` of each type. */
export const bioLabels = (types: string[]): string[] => ['O', ...types.flatMap((type) => [`B-${type}`, `I-${type}`])];

/** Types in the order in which the labels have them. */
export const typesOf = ({ labels }: Pick<EntitiesConfig, 'labels'>): string[] => [
  ...new Set(labels.filter((label) => label !== 'O').map((label) => label.slice(2))),
];

/** Before training has settled it, words as the tokenizer cuts them. */
export const unitKind = ({ units }: EntitiesConfig): UnitKind => (units === 'auto' || units === undefined ? 'words' : units);

function checkBio(labels: string[]): string[] {
  const odd = checkLabels(labels, 'The token labels').find((label) => label !== 'O' && !/^[BI]-./.test(label));
  if (odd !== undefined) {
    throw new TandemError('bad-input', `The token labels must be O, B-X or I-X; look at "${odd}". Entity types alone go into "types".`);
  }
  return labels;
}
