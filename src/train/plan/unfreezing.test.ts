import { describe, expect, it } from 'vitest';
import { completeOptions } from './options';
import { planUnfreezing, type Unfreezing } from './unfreezing';

/** Open layers of each epoch of a model of four; 5 with the embeddings. */
const open = (unfreezing: Unfreezing, epochs: number) => planUnfreezing(unfreezing, 4, epochs, 2e-5).map(({ lowest }) => 5 - lowest);

describe('the unfreezing plan', () => {
  it('all chosen layers from the first epoch', () => {
    expect(open({ layers: 2 }, 3)).toEqual([2, 2, 2]);
    expect(open({ layers: 'all' }, 2)).toEqual([4, 4]);
    expect(open({ layers: 'all', embeddings: true }, 2)).toEqual([5, 5]);
  });

  it('block by block: heads alone, then one more layer at a time, the embeddings last', () => {
    expect(open({ layers: 2, gradual: {} }, 5)).toEqual([0, 1, 2, 2, 2]);
    expect(open({ layers: 'all', embeddings: true, gradual: { warmup: 2, every: 2 } }, 14)).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5,
    ]);
    expect(open({ layers: 3, gradual: { warmup: 0 } }, 4)).toEqual([1, 2, 3, 3]);
  });

  it('stages overrule the rest, each with its own rate', () => {
    const stages = [
      { epoch: 2, layers: 1, learningRate: 1e-4 },
      { epoch: 4, layers: 'all' as const },
    ];
    const plan = planUnfreezing({ layers: 2, gradual: {}, stages }, 4, 5, 2e-5);
    expect(plan.map(({ lowest }) => 5 - lowest)).toEqual([0, 1, 1, 4, 4]);
    expect(plan.map(({ learningRate }) => learningRate)).toEqual([2e-5, 1e-4, 1e-4, 2e-5, 2e-5]);
  });

  it('freeze.encoder: false is the whole encoder; a stage may not lie beyond the run', () => {
    expect(completeOptions({ freeze: { encoder: false } })).toMatchObject({ unfreeze: { layers: 'all', embeddings: true }, epochs: 4 });
    expect(completeOptions().unfreeze).toBeUndefined();
    expect(completeOptions({ unfreeze: { layers: 1 } }).unfreeze).toEqual({ layers: 1 });
    expect(completeOptions({ freeze: { encoder: true } }).unfreeze).toBeUndefined();
    const late = { layers: 1, stages: [{ epoch: 9, layers: 1 }] };
    expect(() => completeOptions({ unfreeze: late })).toThrow('unfreeze.stages.epoch is 9; it must be a whole number from 1 to 4.');
    expect(() => completeOptions({ layerDecay: 0 })).toThrow('layerDecay is 0; it must be a number above 0 and at most 1.');
  });
});
