import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Stores, StoresContext } from '../features/stores';
import { ProjectDatabase } from '../project/database';
import { givenLabels } from '../project/labels';
import { createCurveStore } from '../stores/curveStore';
import { createDataStore } from '../stores/dataStore';
import { Deaths } from '../stores/deaths';
import { createEmbedFileStore } from '../stores/embedFileStore';
import { createEmbedStore } from '../stores/embedStore';
import { createExploreStore } from '../stores/explore/exploreStore';
import { createExportStore } from '../stores/exportStore';
import { createKindsStore } from '../stores/kindsStore';
import { createLabelCurveStore } from '../stores/label/labelCurveStore';
import { createLabelStore } from '../stores/label/labelStore';
import { createSuggestionStore } from '../stores/label/suggestionStore';
import { createChecksStore } from '../stores/mistakes/checksStore';
import { createMistakesStore } from '../stores/mistakes/mistakesStore';
import { createSecondStore } from '../stores/mistakes/secondStore';
import { createSuspectsStore } from '../stores/mistakes/suspectsStore';
import { createModelStore, firstModel } from '../stores/modelStore';
import { createPredictionFileStore } from '../stores/predictionFileStore';
import { createPredictStore } from '../stores/predictStore';
import { autosave } from '../stores/project/autosave';
import { createProjectStore, firstProject, type Opened, type ProjectStore } from '../stores/project/projectStore';
import { presentOf, type Restored, restoreWork } from '../stores/project/work';
import { goOn, type InterruptedRun, interruptedRun, MOST_DEATHS, whatHappened } from '../stores/recovery';
import { createRequestStore } from '../stores/requestStore';
import { createStartStore } from '../stores/startStore';
import { createStorageStore } from '../stores/storageStore';
import { createTourStore } from '../stores/tour/tourStore';
import { createTrainStore } from '../stores/trainStore';
import { forgetUnfinished, takeUnfinished, watchUnfinished } from '../stores/unfinishedRun';
import { createWorkerStore } from '../stores/workerStore';
import { connectStores } from '../stores/workflows';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { keepFocus } from '../ui/keepFocus';
import { spawnExplore } from '../workers/explore/spawn';
import type { WorkerHealth } from '../workers/heartbeat';
import { spawnComputeWorker } from '../workers/spawn';
import { App } from './App';
import { missingCapability } from './capabilities';
import { Failure, fault } from './Failure';
import './styles.css';
import { startTheme } from './theme';
import { WorkerStatus } from './WorkerStatus';
import { whileWorking } from './whileWorking/whileWorking';

startTheme();
keepFocus();
const root = createRoot(document.getElementById('root') as HTMLElement);
const missing = missingCapability();
const workerStore = createWorkerStore();
const requestStore = createRequestStore();
const tour = createTourStore();
const deaths = new Deaths();
/** Of the stores that are shown. */
let present: { flush(): Promise<void>; all(): Restored; end(): void } | undefined;

if (missing) root.render(<Failure title="This browser cannot run Tandem">{missing}</Failure>);
else void start();

async function start(): Promise<void> {
  const database = new ProjectDatabase();
  const first = await firstProject(database);
  const project = createProjectStore(database, first, {
    flush: async () => present?.flush(),
    // Asked by buttons, which come with the stores.
    present: () => (present as NonNullable<typeof present>).all(),
    show: (opened) => begin(project, opened),
  });
  // The last moment that a page is sure to see.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void present?.flush();
  });
  addEventListener('pagehide', () => void present?.flush());
  begin(project, first);
}

/** What is taken over from a worker that was replaced, besides the project's work. */
interface Former {
  /** Of the hub, which no project keeps. */
  token?: string;
  /** Where the worker died, or its page was left: how often in a row, what happened, and the run that was under way. */
  death?: { inARow: number; what: string; run?: InterruptedRun };
}

const LEFT = 'This project was left while a run was under way.';

/** What a project has to go on with that is opened, and had been left in the middle of a run. */
function leftUnfinished({ current }: { current: { id: string } }): Former {
  const unfinished = takeUnfinished(current.id);
  return unfinished ? { death: { ...unfinished, what: LEFT } } : {};
}

/** Starts a worker and the stores on it. */
function begin(project: ProjectStore, { work, source, labels: kept, model }: Opened, former = leftUnfinished(project.getState())): void {
  const { token = '', death } = former;
  present?.end();
  deaths.born();
  const worker = spawnComputeWorker({ tell: (health) => hear(health), confined: true });
  const { client } = worker;
  requestStore.getState().follow(client);
  const kinds = createKindsStore(client);
  const embed = createEmbedStore(client);
  const labels = createLabelStore(client, (changes) => void project.getState().keepLabels(changes));
  const given = () => givenLabels(labels.getState());
  const suggestions = createSuggestionStore(client, labels, (choices) => void project.getState().keepLabels({ choices }));
  const stores: Stores = {
    model: createModelStore(client),
    kinds,
    embed,
    embedFile: createEmbedFileStore(client, embed),
    start: createStartStore(client),
    tour,
    explore: createExploreStore(client, spawnExplore),
    predict: createPredictStore(client, kinds),
    predictionFile: createPredictionFileStore(client),
    data: createDataStore(client, given),
    labels,
    suggestions,
    labelCurve: createLabelCurveStore(client, labels, suggestions),
    checks: createChecksStore(client),
    mistakes: createMistakesStore(client),
    second: createSecondStore(client),
    suspects: createSuspectsStore(client),
    train: createTrainStore(client),
    curve: createCurveStore(client),
    exports: createExportStore(client),
    project,
    storage: createStorageStore(client),
    worker: workerStore,
    requests: requestStore,
  };
  const disconnect = connectStores(stores);
  stores.model.getState().setToken(token);
  const restored = work ? restoreWork(stores, { work, source, labels: kept }) : Promise.resolve();
  const saving = autosave(stores, project.getState().kept, (now) => project.getState().keep(now));
  const stopWatching = whileWorking(stores);
  const stopRemembering = watchUnfinished(stores.train, project.getState().current.id, death?.inARow);
  let isOver = false;
  present = {
    flush: () => saving.flush(),
    all: () => presentOf(stores, { work, source }),
    end() {
      isOver = true;
      saving.stop();
      stopWatching();
      stopRemembering();
      disconnect();
      stores.explore.getState().end();
      worker.terminate();
    },
  };

  const modelId = work?.model ?? firstModel();
  workerStore.setState({ health: 'answers', notice: death?.what });
  /** The run that is still to go on. */
  let awaited = death?.run && { ...death.run, progressed: false };
  if (death?.run) {
    const { run, inARow, what } = death;
    const tell = (sentence: string) => workerStore.setState({ notice: `${what} ${sentence}` });
    tell('Its run goes on once the model and the data set are loaded again.');
    void restored.then(() =>
      goOn(stores, run, inARow, modelId, (sentence) => {
        awaited = undefined;
        // One that goes on is remembered again as soon as it does.
        forgetUnfinished();
        if (!isOver) tell(sentence);
      }),
    );
  } else void stores.model.getState().loadFirst(model ? [model] : modelId);

  const restart = (why?: Former['death']) => {
    if (!why?.run) forgetUnfinished();
    begin(project, presentOf(stores, { work, source }), { token: stores.model.getState().token, death: why });
  };
  function hear(health: WorkerHealth): void {
    if (isOver) return;
    if (health === 'died') afterDeath();
    else workerStore.setState({ health });
  }
  function afterDeath(): void {
    const run = interruptedRun(stores.train) ?? awaited;
    const inARow = deaths.died(run?.progressed ?? false);
    // The run may be what every worker dies of: without it the page can be used.
    if (inARow < MOST_DEATHS || (run && inARow === MOST_DEATHS)) restart({ inARow, run, what: whatHappened(stores) });
    else workerStore.setState({ health: 'died' });
  }
  root.render(
    <StrictMode>
      <ErrorBoundary failure={fault}>
        <StoresContext value={stores}>
          <WorkerStatus onRestart={() => restart()} />
          <App key={deaths.births} />
        </StoresContext>
      </ErrorBoundary>
    </StrictMode>,
  );
}
