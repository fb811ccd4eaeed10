import type { RunRecord } from '../../train/runs/runs';
import { megabytes } from '../../ui/format';

type FeaturesKept = NonNullable<RunRecord['features']>[number];

/** What a run keeps of what the encoder says of its rows, in words. */
export function keptFeatures({ bytes, where }: FeaturesKept): string {
  if (where === 'nowhere') return `states of frozen layers computed in every step (${megabytes(bytes)} are too much to keep)`;
  return `${megabytes(bytes)} of features ${where === 'disk' ? 'on disk, in half precision' : 'in memory'}`;
}
