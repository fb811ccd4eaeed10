/** Heads of the exercise's two tasks, trained on the sample by the compute service in Node. */
import * as ort from 'onnxruntime-node';
import { taskFiles } from '../src/exports/headFiles';
import { jsonFile } from '../src/exports/textFile';
import type { OrtRuntime } from '../src/inference/session';
import { DEFAULT_MODEL } from '../src/model/bundled';
import type { FolderFile } from '../src/model/modelFiles';
import { SAMPLE_RUN } from '../src/model/smallFiles';
import { nodeHost } from '../src/node/host';
import { DEFAULT_SEED, EXERCISE_TASKS } from '../src/stores/exercise';
import type { CallContext } from '../src/workers/serve';
import { createService, type ModelService } from '../src/workers/service';

/** Entities are found by a layer more than heads usually have, on a mix of all layers: the best of what was tried. */
const TASKS = { ...EXERCISE_TASKS, entities: { ...EXERCISE_TASKS.entities, layers: 'mix', activation: 'gelu' } };
/** The best epochs are among the first. */
const EPOCHS = 8;

/** @param cache a folder for what is kept between epochs */
export async function trainSample(cache: string): Promise<FolderFile[]> {
  const service = createService(nodeHost(ort as unknown as OrtRuntime, cache), () => undefined);
  const context: CallContext = { signal: new AbortController().signal, progress: () => undefined };
  const { handle } = await service.load({ model: DEFAULT_MODEL, device: 'wasm', tasks: TASKS, seed: DEFAULT_SEED }, context);
  const { dataset, summary } = await service.loadDataset({ source: { kind: 'sample' } }, context);
  const { metrics } = await service.train({ handle, dataset, options: { epochs: EPOCHS } }, context);
  const files = taskFiles((service as unknown as ModelService).model(handle));
  await service.dispose({ handle }, context);
  const { train, validation } = summary.rows;
  return [...files, jsonFile(SAMPLE_RUN, { rows: train, validation, metrics })];
}
