/** Whether a model can run here, by its small files: asked before its weights are fetched. */
import { parseConfig } from '../model/config';
import type { ModelFiles } from '../model/modelFiles';
import { readSentenceModules } from '../model/sentence/modules';
import { loadTokenizer } from '../tokenizer/load';

/** @throws TandemError as config, sentence modules and tokenizer do when the model is opened */
export async function checkFolder(files: ModelFiles): Promise<void> {
  const config = parseConfig(new TextDecoder().decode(await files.read('config.json')));
  const sentence = await readSentenceModules(files, config.hiddenSize);
  await loadTokenizer({ id: files.id, files, config, sentence });
}
