/** A model folder as the loader sees it, wherever it lies: on the site, in the cache, on disk. */
export interface ModelReadOptions {
  onProgress?: ProgressListener;
  signal?: AbortSignal;
}

/** @param total bytes in all; undefined while nobody knows */
export type ProgressListener = (progress: { file: string; loaded: number; total: number | undefined }) => void;

/** Vectors that every device must reproduce, where a folder has them. */
export const REFERENCE_FILE = 'reference.json';

export interface ModelFiles {
  /** What people call the model: `all-MiniLM-L6-v2`, `google-bert/bert-base-uncased`. */
  id: string;
  /** Paths of the safetensors files. */
  weights: string[];
  /** Path of a graph that our exporter wrote for these weights; without it one is written on the fly. */
  graph?: string;
  /** Whether the graph is another program's: its weights are not safetensors, and nothing but it can read them. Default: false. */
  onnxOnly?: boolean;
  /** SHA-256 of a file as it was stored, where `read` compares it with that. */
  checksum?(path: string): Promise<string | undefined>;
  /** What a person should know of it, in a sentence. */
  note?: string;
  /** @returns undefined when the folder has no such file */
  read(path: string, options?: ModelReadOptions): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Adds a file to the folder, where it can be written. */
  write?(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Files of which parts can be had. */
export interface FileParts {
  /** In bytes; undefined when there is no such file. */
  size(path: string): Promise<number | undefined>;
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Bytes `from` up to `to`, as far as there are any. */
  slice(path: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

export interface FolderFile {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}
