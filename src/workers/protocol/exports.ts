/** What can be taken along as a file. */
import type { TrainOptionsInput } from '../../train/plan/options';

/** A file, or several in a zip, and what the format could not express. */
export interface ExportedFile {
  /** Its bytes. */
  blob: Blob;
  /** A file name for it. */
  name: string;
  /** What could not be expressed, one sentence each. */
  notes: string[];
}

/** A way to save a model. */
export interface TargetInfo {
  /** What code calls it: `model.save(name)`. */
  name: string;
  /** What people call it. */
  title: string;
  /** What opens it, in one line. */
  opens: string;
  /** The tasks of which a file holds one. Absent where it holds all. */
  tasks?: string[];
  /** Whether it may hold none of them either. Default: false. */
  withoutTask?: boolean;
  /** Why this model cannot be saved this way, and what to do. */
  refused?: string;
}

export interface ExportParams {
  handle: number;
  /** A target's name. Default: `tandem`. */
  target?: string;
  /** The task that goes out, for targets that hold one. Default: the only one there is. */
  task?: string;
  /** A kept run whose heads go out instead of those that answer now. */
  run?: string;
  /** A data set that goes out with the model, for targets that hold one. */
  dataset?: number;
  /** Leaves the heads out: those that were never trained are of no use to others. Default: false. */
  withoutHeads?: boolean;
  /** How to train on it, for targets that go on training. Default: as the run did whose heads go out. */
  options?: TrainOptionsInput;
}
