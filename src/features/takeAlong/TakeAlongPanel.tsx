import { saveProject } from '../../stores/project/saveProject';
import { Button } from '../../ui/Button';
import { Panel } from '../../ui/Panel';
import { saveBlob } from '../../ui/saveBlob';
import { SavePanel } from '../data/SavePanel';
import { DownloadStatus } from '../download/DownloadStatus';
import { Targets } from '../download/Targets';
import { summary } from '../runSummary';
import { useData, useKinds, useModel, usePredict, useProject, useStores } from '../stores';

/** Everything that can be saved: the model with its heads, the labelled texts, the whole project. */
export function TakeAlongPanel() {
  const info = useData((state) => state.info);
  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <ModelPanel />
      <div className="flex min-w-0 flex-col gap-3 self-start">
        <ProjectPanel />
        {info && <SavePanel />}
        <Panel title="Answers for many texts">
          <p className="p-3 text-muted">
            Open a file of texts in the{' '}
            <a href="#predict" className="text-accent underline">
              Predict tab
            </a>{' '}
            and save all answers in the format that you need.
          </p>
        </Panel>
      </div>
    </div>
  );
}

function ModelPanel() {
  const model = useModel((state) => state.loaded);
  const dataset = useData((state) => state.info?.dataset);
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const sample = usePredict((state) => state.sample);
  const kinds = useKinds((state) => state.kinds);
  const isTrained = (run ?? own ?? sample) !== undefined;
  const heads = run
    ? `heads trained on ${run.dataset.name}: ${Object.keys(run.tasks).join(', ')}. ${summary(run, kinds)}`
    : own
      ? `the heads that came with it: ${Object.keys(own).join(', ')}.`
      : sample
        ? 'the heads that came with the page, trained on its sample. Train on your own texts to take along heads of your own.'
        : 'no heads, as they are untrained.';
  return (
    <Panel title="The model in use">
      {model ? (
        <>
          <p className="border-b border-line p-3">
            <strong className="font-medium break-all">{model.id}</strong>, with {heads}
          </p>
          <Targets of={{ handle: model.handle, dataset, withoutHeads: !isTrained }} />
          <div className="flex flex-col gap-2 px-3 pb-3 empty:hidden">
            <DownloadStatus />
          </div>
        </>
      ) : (
        <p className="p-3 text-muted">No model is loaded yet.</p>
      )}
    </Panel>
  );
}

function ProjectPanel() {
  const stores = useStores();
  const untouched = useProject(({ saved }) => saved === 'never');
  const name = useProject(({ current }) => current.name);
  const save = async () => {
    const file = await saveProject(stores);
    if (file) saveBlob(file.blob, file.name);
  };
  return (
    <Panel title="The project">
      <div className="flex flex-col items-start gap-2 p-3">
        <Button disabled={untouched} onClick={() => void save()}>
          Save “{name}” as a file
        </Button>
        <p className="text-xs text-muted">
          {untouched ? 'Nothing was done in it yet. ' : ''}
          Texts, labels, settings, and the model if it was trained here: opened in another browser, work goes on where it was left.
        </p>
      </div>
    </Panel>
  );
}
