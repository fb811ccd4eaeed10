import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Stores, StoresContext } from '../features/stores';
import { createDataStore } from '../stores/dataStore';
import { createEmbedFileStore } from '../stores/embedFileStore';
import { createEmbedStore } from '../stores/embedStore';
import { createExportStore } from '../stores/exportStore';
import { createKindsStore } from '../stores/kindsStore';
import { createModelStore, firstModel } from '../stores/modelStore';
import { createPredictionFileStore } from '../stores/predictionFileStore';
import { createPredictStore } from '../stores/predictStore';
import { takeOver } from '../stores/takeOver';
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

if (missing) root.render(<Failure title="This browser cannot run Tandem">{missing}</Failure>);
else begin();

/** Starts a worker and the stores on it. @param before whose model, texts, data set and settings are taken over */
function begin(before?: Stores): void {
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
  };
  const disconnect = connectStores(stores);
  if (before) takeOver(before, stores);
  void stores.model.getState().load(before?.model.getState().loaded?.id ?? firstModel());

  const restart = () => {
    disconnect();
    worker.terminate();
    begin(stores);
  };
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
