/** A transformer and a pooling behind it, as sentence-transformers writes down how tokens become a text's vector. */
import type { FolderFile } from '../model/modelFiles';
import { jsonFile } from './textFile';

/** @param modes switches of its Pooling, such as `pooling_mode_cls_token` */
export function poolingModules(hiddenSize: number, modes: Record<string, boolean>): FolderFile[] {
  const module = (idx: number, path: string, type: string) => ({ idx, name: `${idx}`, path, type: `sentence_transformers.models.${type}` });
  return [
    jsonFile('1_Pooling/config.json', { word_embedding_dimension: hiddenSize, ...modes }),
    jsonFile('modules.json', [module(0, '', 'Transformer'), module(1, '1_Pooling', 'Pooling')]),
  ];
}
