import type { DatasetInfo, DatasetOptions } from '../../workers/protocol';

/** How files were read, and a way to read them otherwise. */
export interface Correcting {
  info: DatasetInfo;
  /** What they were read with. */
  options: DatasetOptions;
  /** Whether they are being read again. */
  busy: boolean;
  correct(options: DatasetOptions): void;
}
