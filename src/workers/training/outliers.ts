/** Which rows of a data set are unlike the others, by their pooled vectors. */

import { breather } from '../../breather';
import { SPLITS } from '../../data/dataset';
import { throwIfAborted } from '../../errors';
import { distancesFromAll, distancesFromClass, farthest } from '../../labelling/outliers';
import type { Assigned } from '../../tasks/fromData';
import { createHead } from '../../tasks/head';
import type { FeatureCache } from '../../train/data/featureCache';
import { prepareSplits } from '../../train/data/prepare';
import type { Outliers } from '../protocol';
import { sentenceProgress } from '../sentenceProgress';
import type { CallContext } from '../serve';
import type { Loaded } from '../service';

const WHAT = 'The search for rows that are unlike the others';

/** @throws TandemError `aborted` */
export async function findOutliers(
  { encoder, reading }: Loaded,
  dataset: Assigned,
  cache: FeatureCache,
  seed: number,
  { signal, progress }: CallContext,
): Promise<Outliers> {
  const examples = SPLITS.flatMap((split) => dataset[split]);
  const job = { signal, onProgress: sentenceProgress(progress, examples.length) };
  // A head that reads pooled vectors: what it would answer plays no part.
  const head = createHead('row', { kind: 'regression' }, encoder.shape, 0);
  const { validation } = await prepareSplits(encoder, { validation: examples }, [head], reading, cache, job);
  const { width, data } = validation.features.rows('text', 'sentence');
  const vectors = { data: data ?? new Float32Array(), width };
  const breathe = breather();
  const far = await distancesFromAll(vectors, seed, async () => {
    await breathe();
    throwIfAborted(signal, WHAT);
  });
  const classes: Outliers['classes'] = Object.create(null);
  for (const [task, { kind }] of Object.entries(dataset.tasks)) {
    if (kind !== 'classification') continue;
    classes[task] = farthest(
      distancesFromClass(
        vectors,
        examples.map(({ labels }) => labels[task] as string | undefined),
      ),
    );
  }
  return { all: farthest(far), classes };
}
