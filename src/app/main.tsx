import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Stores, StoresContext } from '../features/stores';
import { ProjectDatabase } from '../project/database';
import { createDataStore } from '../stores/dataStore';
import { createEmbedFileStore } from '../stores/embedFileStore';
import { createEmbedStore } from '../stores/embedStore';
import { createExportStore } from '../stores/exportStore';
import { createKindsStore } from '../stores/kindsStore';
import { createModelStore, firstModel } from '../stores/modelStore';
import { createPredictionFileStore } from '../stores/predictionFileStore';
import { createPredictStore } from '../stores/predictStore';
import { autosave } from '../stores/project/autosave';
import { createProjectStore, firstProject, type Opened, type ProjectStore } from '../stores/project/projectStore';
import { restoreWork, sourceOf, workOf } from '../stores/project/work';
import { createTrainStore } from '../stores/trainStore';
import { connectStores } from '../stores/workflows';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import type { WorkerHealth } from '../workers/heartbeat';
import { spawnComputeWorker } from '../workers/spawn';
import { App } from './App';
import { missingCapability } from './capabilities';
import { Failure, fault } from './Failure';
import './styles.css';
import { startTheme } from './theme';
import { WorkerStatus } from './WorkerStatus';

startTheme();
const root = createRoot(document.getElementById('root') as HTMLElement);
const missing = missingCapability();
/** How often a worker was started. */
let visits = 0;
/** Of the stores that are shown. */
let present: { flush(): Promise<void>; end(): void } | undefined;

if (missing) root.render(<Failure title="This browser cannot run Tandem">{missing}</Failure>);
else void start();

async function start(): Promise<void> {
  const database = new ProjectDatabase();
  const first = await firstProject(database);
  const project = createProjectStore(database, first, {
    flush: async () => present?.flush(),
    show: (opened) => begin(project, opened),
  });
  // The last moment that a page is sure to see.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void present?.flush();
  });
  addEventListener('pagehide', () => void present?.flush());
  begin(project, first);
}

/** Starts a worker and the stores on it. @param token of the hub, which no project keeps */
function begin(project: ProjectStore, { work, source, model }: Opened, token = ''): void {
  present?.end();
  const worker = spawnComputeWorker((health) => show(health));
  const { client } = worker;
  const kinds = createKindsStore(client);
  const embed = createEmbedStore(client);
  const stores: Stores = {
    model: createModelStore(client),
    kinds,
    embed,
    embedFile: createEmbedFileStore(client, embed),
    predict: createPredictStore(client, kinds),
    predictionFile: createPredictionFileStore(client),
    data: createDataStore(client),
    train: createTrainStore(client),
    exports: createExportStore(client),
    project,
  };
  const disconnect = connectStores(stores);
  stores.model.getState().setToken(token);
  if (work) restoreWork(stores, work, source);
  const saving = autosave(stores, project.getState().kept, (now) => project.getState().keep(now));
  void stores.model.getState().load(model ? [model] : (work?.model ?? firstModel()));
  present = {
    flush: () => saving.flush(),
    end() {
      saving.stop();
      disconnect();
      worker.terminate();
    },
  };

  const restart = () => begin(project, { work: workOf(stores), source: sourceOf(stores) }, stores.model.getState().token);
  const visit = ++visits;
  function show(health: WorkerHealth): void {
    // One that was replaced has nothing more to say.
    if (visit !== visits) return;
    root.render(
      <StrictMode>
        <ErrorBoundary failure={fault}>
          <StoresContext value={stores}>
            <WorkerStatus health={health} onRestart={restart} />
            <App key={visit} />
          </StoresContext>
        </ErrorBoundary>
      </StrictMode>,
    );
  }
  show('answers');
}
