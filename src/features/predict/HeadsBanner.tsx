import { useShallow } from 'zustand/react/shallow';
import { isBundled } from '../../model/bundled';
import { toLines } from '../../stores/embedStore';
import { answeringByName, answeringTasks, hasLearned } from '../../stores/predictStore';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { plural, when } from '../../ui/format';
import { summary } from '../runSummary';
import { useEmbed, useKinds, useModel, usePredict } from '../stores';

/** Which heads answer: those of a run, those that came with the page or the model, or untrained ones; and which of them have seen no label. */
export function HeadsBanner() {
  return (
    <>
      <Heads />
      <ByName />
    </>
  );
}

function ByName() {
  const names = usePredict(useShallow(answeringByName));
  if (names.length === 0) return null;
  return (
    <Alert kind="warning">
      {names.join(', ')}: answered from the names of the classes alone. No labels were used, so nobody knows how often that is correct, and
      percentages only say which class is nearest.
    </Alert>
  );
}

function Heads() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const text = useEmbed((state) => state.text);
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const sample = usePredict((state) => state.sample);
  const settled = usePredict((state) => state.settled);
  const useSample = usePredict((state) => state.useSample);
  const wantsUntrained = usePredict((state) => state.untrained);
  const model = useModel(({ loaded }) => loaded?.id);
  const forget = usePredict((state) => state.forget);
  const byName = usePredict((state) => answeringByName(state).length === Object.keys(answeringTasks(state)).length);
  const kinds = useKinds((state) => state.kinds);
  const untrained = <Button onClick={() => handle !== undefined && void forget(handle, toLines(text))}>Use untrained heads</Button>;
  if (!run && own) {
    return (
      <Alert kind="note" action={untrained}>
        These heads came with {model}: {Object.keys(own).join(', ')}.
      </Alert>
    );
  }
  if (!run && sample) {
    return (
      <Alert kind="note" action={untrained}>
        These heads came with the page: they were trained on {plural(sample.rows, 'sentence')} of its sample, about world news, sports,
        business and science. {summary({ tasks: sample.tasks, metrics: sample.metrics }, kinds)} For classes of your own, train yours.
      </Alert>
    );
  }
  if (!settled) return null;
  if (!run) {
    const back = wantsUntrained && handle !== undefined && model !== undefined && isBundled(model) && (
      <Button onClick={() => void useSample(handle)}>Use the heads trained on the sample</Button>
    );
    return (
      <Alert kind="warning" action={back}>
        These heads are untrained: their answers are random, and the same for the same seed. Train them in the Train tab.
      </Alert>
    );
  }
  return (
    <Alert kind="note" action={untrained}>
      {byName
        ? `These heads were made for ${run.dataset.name} from the names of classes`
        : hasLearned(run)
          ? `These heads were trained on ${run.dataset.name} (${plural(run.dataset.train, 'text')})`
          : `These heads were evaluated on ${run.dataset.name} and not trained`}
      , {when(run.started)}. {summary(run, kinds)}
    </Alert>
  );
}
