/** Data sets stay in the worker: a page of hundreds of thousands of rows need not hold them. */
import { sampleDataset, toyDataset } from '../data/builtIn';
import type { Dataset } from '../data/dataset';
import { decodeFile } from '../data/decodeFile';
import { describeDataset } from '../data/describe';
import { type ReadDataset, type ReadOptions, readDataset } from '../data/readDataset';
import type { Source } from '../data/rows';
import { TandemError } from '../errors';
import type { DatasetInfo, DatasetSource } from './protocol';
import type { Service } from './serve';

export type DatasetMethod = 'loadDataset' | 'datasetRows' | 'dropDataset';

interface Kept {
  dataset: Dataset;
  /** What it was read from, to be read again with corrections. */
  reread?: (options: ReadOptions) => ReadDataset;
}

export class Datasets {
  private readonly kept = new Map<number, Kept>();
  private last = 0;

  /** @throws TandemError `disposed` for a data set that is gone */
  get(id: number): Dataset {
    return this.entry(id).dataset;
  }

  methods(): Pick<Service, DatasetMethod> {
    return {
      loadDataset: async ({ source, options = {} }) => {
        const kept = await this.open(source, options);
        const id = ++this.last;
        this.kept.set(id, kept);
        return infoOf(id, kept.dataset);
      },
      datasetRows: async ({ dataset, split, from, count }) =>
        this.get(dataset)
          [split].slice(from, from + count)
          .map((example, i) => ({ index: from + i, ...example })),
      dropDataset: async ({ dataset }) => {
        this.kept.delete(dataset);
      },
    };
  }

  private async open(source: DatasetSource, options: ReadOptions): Promise<Kept> {
    switch (source.kind) {
      case 'sample':
        return { dataset: await sampleDataset() };
      case 'toy': {
        const { train, validation } = await sampleDataset();
        return {
          dataset: toyDataset(
            [...train, ...validation].map(({ text }) => text),
            options.seed,
          ),
        };
      }
      case 'text':
        return this.fromSources([{ name: source.name, text: source.text }], options);
      case 'files': {
        const files = await Promise.all(source.files.map(decodeFile));
        const kept = this.fromSources(files, options);
        for (const { name, legacy } of files) {
          const message = 'the file is not UTF-8; it was read as Windows-1252';
          if (legacy) kept.dataset.problems.unshift({ severity: 'warning', file: name, message });
        }
        return kept;
      }
      case 'again': {
        const { reread } = this.entry(source.dataset);
        if (!reread) throw new TandemError('bad-input', 'This data set comes with the page and cannot be read otherwise.');
        return { dataset: reread(options), reread };
      }
    }
  }

  private fromSources(sources: Source[], options: ReadOptions): Kept {
    const reread = (corrections: ReadOptions) => readDataset(sources, corrections);
    return { dataset: reread(options), reread };
  }

  private entry(id: number): Kept {
    const kept = this.kept.get(id);
    if (!kept) throw new TandemError('disposed', 'This data set is gone. Load it again.');
    return kept;
  }
}

function infoOf(id: number, dataset: Dataset & Partial<ReadDataset>): DatasetInfo {
  const { name, labels, tags, problems, format, columns, roles, scheme } = dataset;
  return { dataset: id, name, labels, tags, problems, format, columns, roles, scheme, summary: describeDataset(dataset) };
}
