import { useMemo } from 'react';
import type { Evaluating } from '../../stores/mistakes/mistakesStore';
import { textsOf } from '../../stores/mistakes/texts';
import { useData, useModel, usePredict } from '../stores';

/** What would be evaluated now; undefined without a model, without a data set, and while heads are untrained. */
export function useEvaluating(): Evaluating | undefined {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const model = useModel(({ loaded }) => loaded?.id);
  const heads = usePredict(({ run, own }) => run?.id ?? (own ? 'own' : undefined));
  const dataset = useData(({ info }) => info?.dataset);
  const texts = useData(({ info }) => info && textsOf(info));
  return useMemo(
    () =>
      handle === undefined || heads === undefined || dataset === undefined || texts === undefined
        ? undefined
        : { handle, heads: `${model} ${heads}`, dataset, texts },
    [handle, model, heads, dataset, texts],
  );
}
