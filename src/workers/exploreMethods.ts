/** What the page asks for to explore an embedding set: its rows for a map, a search in it, and what is known of its rows. */
import { exportRows } from '../embeddings/exportRows';
import { TandemError } from '../errors';
import type { Datasets } from './datasetMethods';
import { pointColumns, predictedColumns } from './pointColumns';
import type { Service } from './serve';
import type { ModelService } from './service';

export type ExploreSetMethod =
  | 'embeddingVectors'
  | 'embeddingTexts'
  | 'searchEmbeddings'
  | 'pointColumns'
  | 'predictedColumns'
  | 'exportRows';

export function exploreMethods(models: ModelService, datasets: Datasets): Pick<Service, ExploreSetMethod> {
  return {
    embeddingVectors: async ({ set, from, count }) => models.embeddings(set).part(from, count),
    async embeddingTexts({ set, rows }) {
      const embeddings = models.embeddings(set);
      return Array.from(rows, (row) => embeddings.text(row));
    },
    async searchEmbeddings({ handle, set, query, count, ...prompt }, { signal }) {
      const { encoder } = models.model(handle);
      const embeddings = models.embeddings(set);
      if (embeddings.model !== encoder.model.id) {
        throw new TandemError('bad-input', 'These embeddings were made by another model. Embed the sentences again, then search.');
      }
      const { data } = await encoder.encode([query], { ...prompt, signal });
      return embeddings.nearestTo(data, count);
    },
    pointColumns: async ({ dataset }) => pointColumns(datasets.get(dataset)),
    exportRows: async ({ set, ...rows }) => exportRows(models.embeddings(set), rows),
    predictedColumns: ({ handle, set }, context) => predictedColumns(models.model(handle), models.embeddings(set).allTexts, context),
  };
}
