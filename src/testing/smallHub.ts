import { type HubServer, startHubServer } from './hubServer';
import { type SmallModelOptions, smallModel } from './smallModel';

export const SMALL = 'org/small';
const PATHS = ['config.json', 'modules.json', '1_Pooling/config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];

/** A hub with a model that is trained in a moment: 3 layers of 32. */
export async function startSmallHub(
  options: SmallModelOptions = { pooling: { word_embedding_dimension: 32, pooling_mode_mean_tokens: true } },
): Promise<HubServer> {
  const hub = await startHubServer();
  const model = smallModel(options);
  for (const path of PATHS) {
    const file = await model.read(path);
    if (file) hub.files.set(`${SMALL}/${path}`, file);
  }
  return hub;
}
