import type { Answering } from '../../stores/predictionFileStore';
import { useModel, usePredict } from '../stores';

/** What would answer now; undefined without a model. */
export function useAnswering(): Answering | undefined {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const model = useModel(({ loaded }) => loaded?.id);
  const heads = usePredict(({ run, sample, seed }) => run?.id ?? (sample ? 'sample' : `seed ${seed}`));
  return handle === undefined ? undefined : { handle, heads: `${model} ${heads}` };
}
