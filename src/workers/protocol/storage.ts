/** What this browser's storage, or the folder in Node, holds for Tandem. */

/**
 * `model`: downloaded or opened from disk; `tuned`: trained here; `download`: begun and not complete; `run`: a training run with its
 * heads and checkpoints; `features`: what a frozen encoder says of texts, kept so that later runs are faster; `embeddings`: of the
 * tabs that are open, and what closed ones left.
 */
export type StoredKind = 'model' | 'tuned' | 'download' | 'run' | 'features' | 'embeddings';

export interface StoredItem {
  kind: StoredKind;
  /** Together with the kind tells it from others. Kept features are one item, as are embeddings. */
  id: string;
  /** For people. */
  name: string;
  bytes: number;
  /** When it was last written or used, in milliseconds since 1970. */
  changed?: number;
  /** Why it cannot be freed now, in a sentence. */
  inUse?: string;
}

export interface StorageList {
  /** The largest first. */
  items: StoredItem[];
  /** Bytes of everything that the site stores, as the browser counts them; undefined where nobody knows. */
  usage?: number;
  /** Bytes that the browser lets the site store; undefined where nobody knows. */
  quota?: number;
}
