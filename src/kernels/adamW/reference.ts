/** CPU reference of adamW. Shapes as in adamW.ts. */
import type { Floats } from '../floats';
import { type AdamWBuffers, type AdamWSettings, BLOCK } from './adamW';

export function adamWReference(buffers: AdamWBuffers<Floats>, count: number, { beta1, beta2, epsilon }: AdamWSettings): void {
  const { parameters, gradients, moments, groupOf, groups, clip, norm } = buffers;
  norm[0] = clip[0];
  for (let block = 0; block * BLOCK < count; block++) {
    const at = 4 * groupOf[block];
    const [keep, step, scale, active] = [groups[at], groups[at + 1], groups[at + 2], groups[at + 3]];
    if (active === 0) continue;
    for (let i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
      const m = 2 * i - (i & 3);
      const g = gradients[i] * clip[1];
      const first = beta1 * moments[m] + (1 - beta1) * g;
      const second = beta2 * moments[m + 4] + (1 - beta2) * g * g;
      moments[m] = first;
      moments[m + 4] = second;
      parameters[i] = parameters[i] * keep - (step * first) / (Math.sqrt(second) * scale + epsilon);
    }
  }
}
