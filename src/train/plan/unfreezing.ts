/**
 * Which layers learn in which epoch: all chosen ones from the first, block by block downward (gradual
 * unfreezing: Howard & Ruder, 2018), or by stages that a person wrote down.
 */
import { TandemError } from '../../errors';
import { lowestOpen, type Unfreeze } from '../../nn/encoderGroups';

/** Heads first, then one more block at a time until the chosen depth is reached. */
export interface Gradual {
  /** Epochs in which the heads learn alone. Default: 1. */
  warmup?: number;
  /** Epochs from one block to the next. Default: 1. */
  every?: number;
}

/** From an epoch on, this is what learns. */
export interface Stage extends Unfreeze {
  /** Counted from 1. */
  epoch: number;
  /** Of the encoder's top layer. Default: `learningRate.encoder`. */
  learningRate?: number;
}

export interface Unfreezing extends Unfreeze {
  gradual?: Gradual;
  /** Overrules the rest; before the first stage the heads learn alone. */
  stages?: Stage[];
}

/** What learns in one epoch. */
export interface EpochDepth {
  /** The lowest depth that learns; see lowestOpen. */
  lowest: number;
  /** Of the top layer. */
  learningRate: number;
}

/**
 * @param layers of the model
 * @param learningRate of the encoder, where no stage has its own
 * @returns one entry per epoch
 */
export function planUnfreezing(unfreezing: Unfreezing, layers: number, epochs: number, learningRate: number): EpochDepth[] {
  return Array.from({ length: epochs }, (_, i) => {
    const { learningRate: own, ...depth } = stageAt(unfreezing, i + 1, layers);
    return { lowest: lowestOpen(depth, layers), learningRate: own ?? learningRate };
  });
}

function stageAt(unfreezing: Unfreezing, epoch: number, layers: number): Unfreeze & { learningRate?: number } {
  const { stages, gradual, ...depth } = unfreezing;
  if (stages) return stages.filter((stage) => stage.epoch <= epoch).at(-1) ?? { layers: 0 };
  if (!gradual) return depth;
  const { warmup = 1, every = 1 } = gradual;
  const target = depth.layers === 'all' ? layers : Math.min(depth.layers, layers);
  const blocks = epoch <= warmup ? 0 : 1 + Math.floor((epoch - warmup - 1) / every);
  return { layers: Math.min(blocks, target), embeddings: depth.embeddings === true && blocks > target };
}

/** @throws TandemError `bad-input` naming the option and what it may be */
export function checkUnfreezing({ layers, gradual, stages }: Unfreezing, epochs: number): void {
  checkLayers('unfreeze.layers', layers);
  if (gradual) {
    const { warmup = 1, every = 1 } = gradual;
    if (!Number.isInteger(warmup) || warmup < 0) fail('unfreeze.gradual.warmup', warmup, 'a whole number of at least 0');
    if (!Number.isInteger(every) || every < 1) fail('unfreeze.gradual.every', every, 'a whole number of at least 1');
  }
  if (!stages) return;
  if (stages.length === 0) fail('unfreeze.stages', '[]', 'a list of at least one stage');
  const depth = (stage: Stage) => (stage.layers === 'all' ? Number.POSITIVE_INFINITY : stage.layers) + (stage.embeddings ? 1 : 0);
  for (const [i, stage] of stages.entries()) {
    checkLayers('unfreeze.stages.layers', stage.layers);
    if (!Number.isInteger(stage.epoch) || stage.epoch < 1 || stage.epoch > epochs) {
      fail('unfreeze.stages.epoch', stage.epoch, `a whole number from 1 to ${epochs}`);
    }
    if (stage.learningRate !== undefined && !(stage.learningRate >= 0 && Number.isFinite(stage.learningRate))) {
      fail('unfreeze.stages.learningRate', stage.learningRate, 'a number of at least 0');
    }
    const before = stages[i - 1];
    if (before && (before.epoch >= stage.epoch || depth(before) > depth(stage))) {
      throw new TandemError(
        'bad-input',
        `unfreeze.stages must go on in time and downward: the stage of epoch ${stage.epoch} follows one of epoch ${before.epoch} that opens more. Sort them, and let no stage close a layer again.`,
      );
    }
  }
}

function checkLayers(name: string, layers: number | 'all'): void {
  if (layers !== 'all' && (!Number.isInteger(layers) || layers < 0)) fail(name, layers, 'a whole number of at least 0, or "all"');
}

function fail(name: string, value: unknown, allowed: string): never {
  throw new TandemError('bad-input', `${name} is ${value}; it must be ${allowed}.`);
}
