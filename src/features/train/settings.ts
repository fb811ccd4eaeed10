/** What a setting of a run is, how common kinds are made, and what opening the encoder does to the others. */
import { completeOptions, DEFAULT_OPTIONS, type TokenHeadOptions, type TrainOptions, type Unfreezing } from '../../workers/protocol';

/** All that the form edits. */
export interface Settings {
  options: TrainOptions;
  tokenHead: Required<TokenHeadOptions>;
  startFrom: 'new' | 'current';
}

interface Common {
  name: string;
  /** Whether it means anything as the others are. Default: always. */
  applies?(settings: Settings): boolean;
  /** One line on what it does. */
  help: string;
}

export interface NumberSetting extends Common {
  kind: 'number';
  /** Lowest value; and whether only whole ones make sense. */
  min: number;
  max?: number;
  whole?: boolean;
  get(settings: Settings): number;
  set(settings: Settings, value: number): Settings;
}

export interface ChoiceSetting extends Common {
  kind: 'choice';
  choices: [value: string, name: string][];
  get(settings: Settings): string;
  set(settings: Settings, value: string): Settings;
}

export type Setting = NumberSetting | ChoiceSetting;

type NumberKey = { [K in keyof TrainOptions]-?: TrainOptions[K] extends number ? K : never }[keyof TrainOptions];

export const option = (settings: Settings, change: Partial<TrainOptions>): Settings => ({
  ...settings,
  options: { ...settings.options, ...change },
});

export function number(
  key: NumberKey,
  name: string,
  help: string,
  bounds: { min?: number; max?: number; whole?: boolean } = {},
): NumberSetting {
  return {
    kind: 'number',
    name,
    help,
    min: 0,
    ...bounds,
    get: ({ options }) => options[key],
    set: (settings, value) => option(settings, { [key]: value }),
  };
}

export function rate(part: 'taskA' | 'taskB' | 'encoder', name: string, what: string): NumberSetting {
  return {
    kind: 'number',
    name,
    help: `How far AdamW moves ${what} in a step.`,
    min: 0,
    get: ({ options }) => options.learningRate[part],
    set: (settings, value) => option(settings, { learningRate: { ...settings.options.learningRate, [part]: value } }),
  };
}

/** Settings of a run on a frozen encoder, or with layers open, before anyone changes them. */
export function defaultsOf({ options: { unfreeze } }: Settings): Settings {
  const options = unfreeze ? completeOptions({ unfreeze: OPENED }) : DEFAULT_OPTIONS;
  return { options, tokenHead: { layers: 'auto', decoding: 'iob2' }, startFrom: 'new' };
}

export const OPENED: Unfreezing = { layers: 2 };

/** Opens or closes the encoder; what nobody changed takes the other default. */
export function open(settings: Settings, unfreeze: Unfreezing | undefined): Settings {
  const { options } = settings;
  const { unfreeze: _, ...rest } = options;
  const next = { ...settings, options: { ...rest, ...(unfreeze ? { unfreeze } : {}), freeze: { ...options.freeze, encoder: !unfreeze } } };
  if ((unfreeze === undefined) === (options.unfreeze === undefined)) return next;
  const [before, after] = [defaultsOf(settings).options, defaultsOf(next).options];
  const same = (key: keyof TrainOptions) => JSON.stringify(options[key]) === JSON.stringify(before[key]);
  const fresh = (['epochs', 'learningRate', 'schedule', 'warmupRatio'] as const).filter(same).map((key) => [key, after[key]]);
  return { ...next, options: { ...next.options, ...Object.fromEntries(fresh) } };
}

export const depthOf = ({ options: { unfreeze } }: Settings): string => {
  if (!unfreeze) return 'heads';
  if (unfreeze.layers !== 'all') return 'top';
  return unfreeze.embeddings ? 'everything' : 'all';
};

export const DEPTHS: Record<string, Unfreezing | undefined> = {
  heads: undefined,
  top: OPENED,
  all: { layers: 'all' },
  everything: { layers: 'all', embeddings: true },
};

export const isOpen = ({ options }: Settings) => options.unfreeze !== undefined;

/** Keeps how layers open when only how many changes. */
export const deepen = (settings: Settings, change: Unfreezing | undefined): Settings => {
  const gradual = settings.options.unfreeze?.gradual;
  return open(settings, change && { ...change, ...(gradual ? { gradual } : {}) });
};
