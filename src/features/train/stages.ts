/** A plan of unfreezing as stages, and stages in words. */
import { lowestOpen } from '../../nn/encoderGroups';
import type { EpochDepth, Stage, Unfreezing } from '../../train/plan/unfreezing';

/** One stage wherever something changes from one epoch to the next. */
export function stagesOf(plan: EpochDepth[], layers: number, learningRate: number): Stage[] {
  return plan.flatMap(({ lowest, learningRate: rate }, i) => {
    const before = plan[i - 1];
    if (before && before.lowest === lowest && before.learningRate === rate) return [];
    const depth = lowest === 0 ? { layers, embeddings: true } : { layers: layers + 1 - lowest };
    return [{ epoch: i + 1, ...depth, ...(rate === learningRate ? {} : { learningRate: rate }) }];
  });
}

export function inStage(stages: Stage[], stage: Stage, epoch: number): boolean {
  const next = stages[stages.indexOf(stage) + 1];
  return epoch >= stage.epoch && (!next || epoch < next.epoch);
}

export function withoutStages({ stages: _, ...rest }: Unfreezing): Unfreezing {
  return rest;
}

/** How many layers, in words. @param layers of the model */
export function depthName(stage: Unfreezing, layers: number): string {
  const open = layers + 1 - lowestOpen(stage, layers);
  if (open === 0) return 'heads alone';
  if (open > layers) return 'everything';
  return open === layers ? 'all layers' : `top ${open === 1 ? 'layer' : `${open} layers`}`;
}
