/** What the compute service needs of its surroundings. */
import type { Host } from '../inference/starter';
import type { FileCache } from '../model/fileCache';
import type { Fetch } from '../model/http';
import type { VectorStore } from '../storage/vectorStore';

export interface Scratch {
  bytes: number;
  /** Removes what closed tabs left. */
  sweep(): Promise<void>;
}

export interface ServiceHost extends Host {
  fetch: Fetch;
  /** URL of the folder of bundled models, with a slash at its end. */
  modelsUrl: string;
  /** Files that are kept, each kind apart; in memory where the browser refuses storage. */
  cache(kind: 'models' | 'features' | 'runs'): Promise<FileCache>;
  vectorStore(): Promise<VectorStore>;
  /** Runs `task` while no other tab runs one of the same name. */
  exclusively<T>(name: string, signal: AbortSignal, task: () => Promise<T>): Promise<T>;
  /** Holds a name until what it returns is called, or the tab is closed. @returns undefined while somebody else holds it */
  claim(name: string): Promise<(() => void) | undefined>;
  /** Holds a name together with others until what it returns is called, or the tab is closed. */
  share(name: string): Promise<() => void>;
  /** How many hold a name, alone or together, in all tabs. Asking is in nobody's way. */
  holders(name: string): Promise<number>;
  /** Bytes that are stored, and that may be; without what nobody knows. */
  estimate(): Promise<{ usage?: number; quota?: number }>;
  /** Files of embeddings, which last as long as their tab; undefined where they are in memory. */
  scratch(): Promise<Scratch | undefined>;
}
