import type { SplitName } from '../data/dataset';
import type { RepeatedRows } from '../labelling/repeatedRows';
import type {
  ColumnPairs,
  DatasetInfo,
  DatasetOptions,
  DatasetRow,
  DatasetSource,
  ExportedFile,
  LabelAgreement,
} from '../workers/protocol';
import type { ClientOptions, JobOptions } from './options';
import { type Lease, leaseClient } from './sharedWorker';

/** How files are read, where a person knows better. */
export interface LoadDatasetOptions extends DatasetOptions, ClientOptions, Pick<JobOptions, 'signal'> {}

/** Texts with labels of any number of tasks, in a training, a validation and a test split. It stays in the worker; its rows can be looked at. */
export class Dataset {
  private disposed = false;

  /** @internal */
  constructor(
    private readonly lease: Lease,
    /** Tasks, counts, and every problem with its line. */
    readonly info: DatasetInfo,
  ) {}

  /**
   * @param from the first row of the split that is wanted, from 0
   * @param count rows at most
   * @returns texts with their labels by task; fewer than `count` at the end
   */
  rows(split: SplitName, from = 0, count = 100): Promise<DatasetRow[]> {
    return this.lease.client.call('datasetRows', { dataset: this.info.dataset, split, from, count });
  }

  /**
   * All rows with all labels, save columns that were left out, in a file or a zip of several.
   *
   * @param format `csv`, `jsonl`, … : one that is written
   * @returns `notes`: what the format cannot express, in words
   * @throws TandemError `bad-input` for a format that is not written
   */
  save(format: string): Promise<ExportedFile> {
    return this.lease.client.call('exportDataset', { dataset: this.info.dataset, format });
  }

  /**
   * How far this data set and another agree, which has labels of the same texts by someone else: rows are matched by their texts, the
   * same text that comes again by which time it is.
   *
   * @param other loaded by the same client, as all data sets are by default
   * @param columns which column of the other data set each is compared with. Default: the one of the same name, else the only one
   * that holds the same
   * @returns for every column that both have: rows, those that are the same, Cohen's κ of names, F1 of spans, the mean absolute
   * difference of numbers, the same by name, and every row on which they disagree
   * @throws TandemError `bad-input` where no text is in both, or a column is not there
   */
  agreement(other: Dataset, columns: ColumnPairs = {}): Promise<LabelAgreement> {
    return this.lease.client.call('compareLabels', { dataset: this.info.dataset, other: other.info.dataset, columns });
  }

  /**
   * Rows whose texts come again: with another label, or all but the same.
   *
   * @returns numbers through all splits: training rows first, then those for validation, then those for testing
   */
  repeatedRows(): Promise<RepeatedRows> {
    return this.lease.client.call('repeatedRows', { dataset: this.info.dataset });
  }

  /** Frees it, and the worker with it when nothing else is loaded. */
  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    const { client, release } = this.lease;
    // What a dead worker held is free already.
    if (!client.isDead) await client.call('dropDataset', { dataset: this.info.dataset });
    release();
  }
}

/**
 * Reads labelled files of any known format, archives of them too, or texts without labels. What was understood stands in
 * `info.reading`, what was assumed in `info.questions`, what is wrong in `info.problems`.
 *
 * @param source text, a file, or files that belong together: a training and a validation file, JointBERT's three
 * @param options the name of a format, where it is not to be recognised; or all options: `format`, `answers` to questions, `roles` of
 * columns, `rename`, `splits`, `tasks` …
 * @throws TandemError `bad-input` when no row can be used
 */
export async function loadDataset(
  source: string | File | File[],
  options: string | LoadDatasetOptions = {},
  more: LoadDatasetOptions = {},
): Promise<Dataset> {
  const { client, signal, ...read } = typeof options === 'string' ? { ...more, format: options } : { ...options, ...more };
  const lease = await leaseClient(client);
  const from: DatasetSource =
    typeof source === 'string'
      ? { kind: 'text', name: 'text', text: source }
      : { kind: 'files', files: Array.isArray(source) ? source : [source] };
  try {
    return new Dataset(lease, await lease.client.call('loadDataset', { source: from, options: read }, { signal }));
  } catch (error) {
    lease.release();
    throw error;
  }
}
