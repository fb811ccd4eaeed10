/** Data sets stay in the worker: a page of hundreds of thousands of rows need not hold them. */
import { sampleDataset, toyDataset } from '../data/builtIn';
import type { Dataset } from '../data/dataset';
import { decodeFiles } from '../data/decodeFile';
import { describeDataset } from '../data/describe';
import { FORMATS } from '../data/formats/registry';
import { type ReadDataset, type ReadOptions, readDataset } from '../data/readDataset';
import type { Source } from '../data/records';
import { TandemError } from '../errors';
import { type Assigned, assignTasks } from '../tasks/fromData';
import type { DatasetInfo, DatasetOptions, DatasetSource } from './protocol';
import type { Service } from './serve';

export type DatasetMethod = 'dataFormats' | 'loadDataset' | 'datasetRows' | 'dropDataset';

type Read = Dataset & Partial<ReadDataset>;

interface Kept {
  dataset: Assigned & Partial<ReadDataset>;
  /** Reads it again, with corrections. */
  reread(options: ReadOptions): Read;
}

export class Datasets {
  private readonly kept = new Map<number, Kept>();
  private last = 0;

  /** @throws TandemError `disposed` for a data set that is gone */
  get(id: number): Assigned {
    return this.entry(id).dataset;
  }

  methods(): Pick<Service, DatasetMethod> {
    return {
      dataFormats: async () => FORMATS.map(({ name, title, writer }) => ({ name, title, writes: writer !== undefined })),
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

  private async open(source: DatasetSource, options: DatasetOptions): Promise<Kept> {
    const { tasks, ...read } = options;
    const reread = source.kind === 'again' ? this.entry(source.dataset).reread : await this.reader(source);
    const found = reread(read);
    return { dataset: { ...found, ...assignTasks(found, tasks) }, reread };
  }

  private async reader(source: Exclude<DatasetSource, { kind: 'again' }>): Promise<Kept['reread']> {
    switch (source.kind) {
      case 'sample': {
        const sample = await sampleDataset();
        return () => sample;
      }
      case 'toy': {
        const { train, validation } = await sampleDataset();
        const texts = [...train, ...validation].map(({ text }) => text);
        return ({ seed }) => toyDataset(texts, seed);
      }
      case 'text':
        return readerOf([{ name: source.name, text: source.text }]);
      case 'files':
        return readerOf(await decodeFiles(source.files));
    }
  }

  private entry(id: number): Kept {
    const kept = this.kept.get(id);
    if (!kept) throw new TandemError('disposed', 'This data set is gone. Load it again.');
    return kept;
  }
}

function readerOf(files: Source[]): Kept['reread'] {
  return (options) => readDataset(files, options);
}

function infoOf(id: number, dataset: Kept['dataset']): DatasetInfo {
  const { name, tasks, columns, problems, format, fields, roles, scheme, splitNames, questions } = dataset;
  const described = {
    ...dataset,
    columns: columns.flatMap((column) => (column.task === undefined ? [] : [{ ...column, name: column.task }])),
  };
  return {
    dataset: id,
    name,
    tasks,
    columns,
    problems,
    format,
    fields,
    roles,
    scheme,
    splitNames,
    questions,
    summary: describeDataset(described),
  };
}
