/** The small files beside the weights that transformers and sentence-transformers read. */
import type { Model } from '../model/model';
import type { FolderFile } from '../model/modelFiles';
import { readSmallFiles } from '../model/smallFiles';
import { jsonFile } from './textFile';

/** As they are; a model without modules of its own gets those that say what is computed here. */
export async function encoderFiles({ files, config, sentence }: Model): Promise<FolderFile[]> {
  const found = await readSmallFiles(files);
  if (found.some(({ path }) => path === 'modules.json')) return found;
  const module = (idx: number, name: string, path: string, type: string) => ({
    idx,
    name,
    path,
    type: `sentence_transformers.models.${type}`,
  });
  return [
    ...found,
    jsonFile('modules.json', [module(0, '0', '', 'Transformer'), module(1, '1', '1_Pooling', 'Pooling')]),
    jsonFile('sentence_bert_config.json', { max_seq_length: Math.min(config.maxLength, sentence.maxLength), do_lower_case: false }),
    jsonFile('1_Pooling/config.json', { word_embedding_dimension: config.hiddenSize, pooling_mode_mean_tokens: true }),
  ];
}
