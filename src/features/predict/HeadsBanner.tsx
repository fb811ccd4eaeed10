import { toLines } from '../../stores/embedStore';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { plural, when } from '../../ui/format';
import { summary } from '../runSummary';
import { useEmbed, useKinds, useModel, usePredict } from '../stores';

/** Which heads answer: those of a run, or untrained ones. */
export function HeadsBanner() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const text = useEmbed((state) => state.text);
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const model = useModel(({ loaded }) => loaded?.id);
  const forget = usePredict((state) => state.forget);
  const kinds = useKinds((state) => state.kinds);
  const untrained = <Button onClick={() => handle !== undefined && void forget(handle, toLines(text))}>Use untrained heads</Button>;
  if (!run && own) {
    return (
      <Alert kind="note" action={untrained}>
        These heads came with {model}: {Object.keys(own).join(', ')}.
      </Alert>
    );
  }
  if (!run) {
    return (
      <Alert kind="warning">
        These heads are untrained: their answers are random, and the same for the same seed. Train them in the Train tab.
      </Alert>
    );
  }
  return (
    <Alert kind="note" action={untrained}>
      {run.history.length > 0
        ? `These heads were trained on ${run.dataset.name} (${plural(run.dataset.train, 'text')})`
        : `These heads were evaluated on ${run.dataset.name} and not trained`}
      , {when(run.started)}. {summary(run, kinds)}
    </Alert>
  );
}
