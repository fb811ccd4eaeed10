/**
 * What can be taken along. A target is one way to write a model down for others: a file here (or a folder, where it takes
 * several) and a line in the registry.
 */
import type { Encoder } from '../inference/encoder';
import type { ReadingOptions } from '../inference/reading';
import type { Model } from '../model/model';
import type { FolderFile } from '../model/modelFiles';
import type { Head } from '../tasks/head';
import type { TaskDataset } from '../train/data/tasks';
import type { TrainOptions } from '../train/plan/options';
import type { LoopState } from '../train/runs/loop';
import type { RunDetails } from '../train/runs/runs';

/** A model with its heads, and where they come from. */
export interface TrainedModel {
  /** The model awake: what it answers goes out with it, for others to compare. Its files are `encoder.model`. */
  encoder: Encoder;
  heads: Head[];
  /** How long texts are read: as the heads were trained. */
  reading: ReadingOptions;
  /** The run that its heads come from. */
  run?: RunDetails;
  /** Where that run can go on, if it was interrupted. */
  state?: () => Promise<LoopState | undefined>;
  /** A data set with its tasks under the names of the heads, where one goes out with the model. */
  dataset?: TaskDataset;
  /** How to train on it, for targets that go on training. */
  options?: TrainOptions;
}

/** A file that is too large to be held: it is written a part at a time. */
export interface LargeFile {
  path: string;
  /** Bytes of all parts. */
  size: number;
  parts(): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

export type ExportFile = FolderFile | LargeFile;

export interface ExportTarget {
  /** What code calls it: `model.save(name)`. */
  name: string;
  /** What people call it. */
  title: string;
  /** What opens it, in one line. */
  opens: string;
  /** The tasks of which a file holds one; a person chooses where there are several. Default: it holds all tasks. */
  takes?(heads: Head[], model: Model): Head[];
  /** Whether a file may hold none of them either. Default: false. */
  withoutTask?: boolean;
  /** Whether training goes on there: it takes a data set, settings, and runs that were interrupted. Default: false. */
  trains?: boolean;
  /** Why this model cannot go out this way, and what to do. Default: any can. */
  refuses?(trained: TrainedModel): string | undefined;
  /** @param head the one task that goes out, for targets that take one */
  files(trained: TrainedModel, head?: Head): Promise<ExportFile[]>;
}
