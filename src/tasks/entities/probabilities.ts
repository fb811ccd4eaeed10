/** What the scores of entities are worth. */
import type { Span } from '../../data/dataset';
import { IGNORE_INDEX } from '../../kernels/crossEntropy/crossEntropy';
import type { OutputRow, Probabilities } from '../kind';
import type { EntitiesConfig } from './config';
import type { EntitiesAnswer } from './decode';
import { entityTargets } from './targets';

/** Temperatures are those of the labels of pieces; what is claimed is each entity that is found, exactly. */
export const entityProbabilities: Probabilities<EntitiesConfig, Span[], EntitiesAnswer> = {
  layer: 'classifier',
  logits(rows, config) {
    const width = config.labels.length;
    const targets: number[] = [];
    const logits: number[] = [];
    for (const { gold, outputs, text } of rows as OutputRow<Span[]>[]) {
      for (const [piece, target] of entityTargets(gold, text, config).values.entries()) {
        if (target === IGNORE_INDEX) continue;
        targets.push(target);
        for (let i = piece * width; i < (piece + 1) * width; i++) logits.push(outputs[i]);
      }
    }
    return { logits, width, targets };
  },
  claims: ({ gold, answer: { entities } }) =>
    entities.map(({ start, end, label, score }) => ({
      confidence: score,
      right: gold.some((span) => span.start === start && span.end === end && span.label === label),
    })),
};
