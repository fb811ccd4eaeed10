/** CPU reference of adamW. Shapes as in adamW.ts. */
import type { Floats } from '../floats';
import { type AdamWBuffers, type AdamWSettings, BLOCK } from './adamW';

type Arrays = AdamWBuffers<Floats> & { groupOf: ArrayLike<number> };

export function adamWReference(
  buffers: Omit<AdamWBuffers<Floats>, 'groupOf'> & Pick<Arrays, 'groupOf'>,
  count: number,
  settings: AdamWSettings,
): void {
  const { parameters, gradients, moments, groupOf, groups, normParts, norm } = buffers;
  const { maxNorm, beta1, beta2, epsilon } = settings;
  let sum = 0;
  for (const part of normParts) sum += part;
  const total = Math.sqrt(sum);
  norm[0] = total;
  const clip = maxNorm > 0 ? Math.min(1, maxNorm / (total + 1e-6)) : 1;
  for (let block = 0; block * BLOCK < count; block++) {
    const at = 4 * groupOf[block];
    const [rate, decay, correction1, correction2] = [groups[at], groups[at + 1], groups[at + 2], groups[at + 3]];
    if (correction1 === 0) continue;
    const keep = 1 - rate * decay;
    const step = rate / correction1;
    const root2 = Math.sqrt(correction2);
    for (let i = block * BLOCK; i < Math.min(count, (block + 1) * BLOCK); i++) {
      const g = gradients[i] * clip;
      const first = beta1 * moments[2 * i] + (1 - beta1) * g;
      const second = beta2 * moments[2 * i + 1] + (1 - beta2) * g * g;
      moments[2 * i] = first;
      moments[2 * i + 1] = second;
      parameters[i] = parameters[i] * keep - (step * first) / (Math.sqrt(second) / root2 + epsilon);
    }
  }
}
