/** Data sets stay in the worker: a page of hundreds of thousands of rows need not hold them. */
import { sampleDataset, toyDataset } from '../data/builtIn';
import { type Dataset, type Example, emptyLabels, SPLITS } from '../data/dataset';
import { decodeFiles } from '../data/decodeFile';
import { describeDataset } from '../data/describe';
import type { OutData } from '../data/formats/output';
import { FORMATS } from '../data/formats/registry';
import { type GivenLabels, withGiven } from '../data/given';
import { type ReadDataset, type ReadOptions, readDataset, readSteps } from '../data/readDataset';
import type { Source } from '../data/records';
import { RefusedDataset } from '../data/refused';
import { inTurns } from '../data/steps';
import { TandemError, throwIfAborted } from '../errors';
import { repeatedRows } from '../labelling/repeatedRows';
import { type Assigned, assignTasks, choiceOf } from '../tasks/fromData';
import { compareLabels } from './compareLabels';
import { baseName, exportFiles } from './exportFiles';
import { findRows } from './findRows';
import type { DatasetInfo, DatasetOptions, DatasetRow, DatasetSource, ExportedFile } from './protocol';
import { allKeys, keysFrom, outlineOf, rowsToLabel } from './rowsToLabel';
import type { Service } from './serve';

export type DatasetMethod =
  | 'dataFormats'
  | 'loadDataset'
  | 'datasetRows'
  | 'labelOutline'
  | 'rowKeys'
  | 'rowsToLabel'
  | 'compareLabels'
  | 'findRows'
  | 'repeatedRows'
  | 'exportDataset'
  | 'dropDataset';

type Read = Dataset & Partial<ReadDataset>;

interface Kept {
  dataset: Assigned & Partial<ReadDataset> & { refused?: string };
  /** Reads its files again, with corrections and labels that a person gave. */
  reread: Reread;
  given: GivenLabels;
  /** What it was read with. */
  options: DatasetOptions;
}

interface Reread {
  (options: ReadOptions, given: GivenLabels): Read;
  /** Reads ahead what this takes long for, so that a cancel is heard meanwhile. @throws TandemError, like the reading itself; `aborted` */
  ahead?(options: ReadOptions, signal: AbortSignal): Promise<void>;
}

export class Datasets {
  private readonly kept = new Map<number, Kept>();
  private last = 0;

  /** @throws TandemError `disposed` for a data set that is gone */
  get(id: number): Assigned {
    return this.entry(id).dataset;
  }

  /** Whether its validation rows are a share drawn by default: neither its files nor a person asked for any. */
  drawsValidation(id: number): boolean {
    const { dataset, options } = this.entry(id);
    return options.validationShare === undefined && dataset.splitNames?.every(({ split }) => split !== 'validation') === true;
  }

  /** By which given labels find rows again: of all splits, one behind the other. */
  keys(id: number): string[] {
    return allKeys(this.asInFiles(id));
  }

  methods(): Pick<Service, DatasetMethod> {
    return {
      dataFormats: async () => FORMATS.map(({ name, title, writer }) => ({ name, title, writes: writer !== undefined })),
      loadDataset: async ({ source, options = {}, given = NO_LABELS, keepRefused = false }, { signal }) => {
        const kept = await this.open(source, { options, given, keepRefused, signal });
        const id = ++this.last;
        this.kept.set(id, kept);
        return infoOf(id, kept.dataset);
      },
      datasetRows: async ({ dataset, split, from, count }) =>
        this.get(dataset)
          [split].slice(from, from + count)
          .map((example, i) => rowOf(example, from + i)),
      labelOutline: async ({ dataset }) => outlineOf(this.asInFiles(dataset)),
      rowKeys: async ({ dataset, from }) => keysFrom(this.asInFiles(dataset), from),
      rowsToLabel: async ({ dataset, rows }) => rowsToLabel(this.asInFiles(dataset), rows),
      compareLabels: async ({ dataset, other, columns }) => compareLabels(this.asRead(dataset), this.asRead(other), columns),
      findRows: async ({ dataset, search }) => findRows(this.asInFiles(dataset), search),
      repeatedRows: async ({ dataset }) => {
        const read = this.asRead(dataset);
        return repeatedRows(SPLITS.flatMap((split) => read[split]));
      },
      exportDataset: async ({ dataset, format }) => saveDataset(this.entry(dataset), format),
      dropDataset: async ({ dataset }) => {
        this.kept.delete(dataset);
      },
    };
  }

  /** Without labels that a person gave. @throws TandemError `disposed` for a data set that is gone */
  asInFiles(id: number): Read {
    return this.asRead(id, NO_LABELS);
  }

  /** By columns of labels, not by tasks. @param given Default: what a person said */
  private asRead(id: number, given?: GivenLabels): Read {
    const { reread, options, given: own } = this.entry(id);
    const { tasks: _, ...read } = options;
    return reread(read, given ?? own);
  }

  private async open(source: DatasetSource, { options, given, keepRefused, signal }: Opening): Promise<Kept> {
    const { tasks, ...read } = options;
    const reread = source.kind === 'again' ? this.entry(source.dataset).reread : await this.reader(source);
    throwIfAborted(signal, READING);
    try {
      await reread.ahead?.(read, signal);
      const found = reread(read, given);
      return { dataset: { ...found, ...assignTasks(found, tasks) }, reread, given, options };
    } catch (thrown) {
      if (!keepRefused || !(thrown instanceof RefusedDataset)) throw thrown;
      return { dataset: { ...NOTHING, ...thrown.reading, refused: thrown.message }, reread, given, options };
    }
  }

  private async reader(source: Exclude<DatasetSource, { kind: 'again' }>): Promise<Kept['reread']> {
    switch (source.kind) {
      case 'sample': {
        const sample = await sampleDataset();
        return (_, given) => withGiven(sample, given);
      }
      case 'toy': {
        const { train, validation } = await sampleDataset();
        const texts = [...train, ...validation].map(({ text }) => text);
        return ({ seed }, given) => withGiven(toyDataset(texts, seed), given);
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

/** With all labels that the file gives it. */
function rowOf({ unseen, ...example }: Example, index: number): DatasetRow {
  return { index, ...example, labels: unseen ? Object.assign(emptyLabels(), example.labels, unseen) : example.labels };
}

const READING = 'Reading the files';

/** Rows that a person looks at to see how files were read. */
const EXAMPLES = 3;

const NO_LABELS: GivenLabels = { columns: [], rows: [] };

interface Opening {
  options: DatasetOptions;
  given: GivenLabels;
  keepRefused: boolean;
  signal: AbortSignal;
}

const NOTHING = { train: [], validation: [], test: [], columns: [], tasks: {} };

/** As it was read and corrected, under the names of its tasks. A column is left out where a person said so, and a task drops no label. */
function saveDataset({ reread, given, options }: Kept, format: string): Promise<ExportedFile> {
  const { tasks: choices = {}, ...read } = options;
  const { name, columns, ...splits } = reread(read, given);
  const saved = columns.filter((column) => !choiceOf(choices, column.name).leaveOut);
  const nameOf = (column: string) => choiceOf(choices, column).name ?? column;
  const data: OutData = {
    name: baseName(name),
    columns: saved.map((column) => ({ name: nameOf(column.name), values: column.values })),
    rows: SPLITS.flatMap((split) =>
      splits[split].map((example) => {
        const labels = emptyLabels();
        for (const column of saved) {
          const label = example.labels[column.name];
          if (label !== undefined) labels[nameOf(column.name)] = label;
        }
        return { ...example, labels, split };
      }),
    ),
    predicted: false,
  };
  return exportFiles(data, format);
}

/** Remembers the latest reading: labels change more often than corrections. */
function readerOf(files: Source[]): Reread {
  let latest: { key: string; read: ReadDataset } | undefined;
  const reread: Reread = (options, given) => {
    const key = JSON.stringify(options);
    if (latest?.key !== key) latest = { key, read: readDataset(files, options) };
    return withGiven(latest.read, given);
  };
  reread.ahead = async (options, signal) => {
    const key = JSON.stringify(options);
    if (latest?.key !== key) latest = { key, read: await inTurns(readSteps(files, options), signal, READING) };
  };
  return reread;
}

function infoOf(id: number, dataset: Kept['dataset']): DatasetInfo {
  const { name, tasks, columns, problems, format, fields, roles, scheme, splitNames, questions, reading, refused } = dataset;
  const described = {
    ...dataset,
    columns: columns.flatMap((column) => (column.task === undefined ? [] : [{ ...column, name: column.task }])),
  };
  const summary = describeDataset(described);
  const examples = SPLITS.flatMap((split) => dataset[split].slice(0, EXAMPLES).map((example, index) => ({ index, ...example }))).slice(
    0,
    EXAMPLES,
  );
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
    reading,
    refused,
    examples,
    summary,
  };
}
