/** Words of the map. */
import type { Step } from '../../stores/explore/exploreStore';

export const STEP_WORDS: Record<Step, string> = {
  reading: 'Reading the embeddings',
  clusters: 'Finding clusters',
  neighbours: 'Finding the nearest sentences of each',
  layout: 'Laying out the map (UMAP)',
};
