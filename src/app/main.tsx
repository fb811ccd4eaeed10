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
import { createTrainStore } from '../stores/trainStore';
import { connectStores } from '../stores/workflows';
import { spawnComputeWorker } from '../workers/spawn';
import { App } from './App';
import { missingCapability } from './capabilities';
import { ErrorBoundary } from './ErrorBoundary';
import { Failure } from './Failure';
import './styles.css';
import { startTheme } from './theme';

startTheme();
const root = createRoot(document.getElementById('root') as HTMLElement);
const missing = missingCapability();

if (missing) {
  root.render(<Failure title="This browser cannot run Tandem">{missing}</Failure>);
} else {
  const { client } = spawnComputeWorker();
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
  connectStores(stores);
  void stores.model.getState().load(firstModel());
  root.render(
    <StrictMode>
      <ErrorBoundary>
        <StoresContext value={stores}>
          <App />
        </StoresContext>
      </ErrorBoundary>
    </StrictMode>,
  );
}
