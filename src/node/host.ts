/** The compute service's surroundings in Node: ONNX Runtime on the CPU, caches in folders. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mutex } from '../inference/mutex';
import type { OrtRuntime } from '../inference/session';
import type { Fetch } from '../model/http';
import { memoryVectorStore } from '../storage/vectorStore';
import type { ServiceHost } from '../workers/host';
import { fetchFollowing } from './fetchFollowing';
import { folderCache, readIfThere } from './folderCache';

/** Bundled models: beside the built entry, and where `npm run models` puts them for the sources. */
const MODELS = new URL(import.meta.env.DEV ? '../../public/models/' : '../models/', import.meta.url);

/** @param folder for downloaded and trained models, runs and features. Default: the variable TANDEM_CACHE, or ~/.cache/tandem */
export function nodeHost(ort: OrtRuntime, folder = process.env.TANDEM_CACHE ?? join(homedir(), '.cache', 'tandem')): ServiceHost {
  const jobs = new Map<string, Mutex>();
  const claimed = new Set<string>();
  const shared = new Map<string, number>();
  const share = (name: string, more: number) => shared.set(name, (shared.get(name) ?? 0) + more);
  return {
    ort,
    fetch: fetchFiles,
    modelsUrl: MODELS.href,
    // ONNX Runtime for Node takes no device of another library.
    gpu: async () => undefined,
    cache: async (kind) => folderCache(join(folder, kind)),
    vectorStore: async () => memoryVectorStore(),
    estimate: async () => ({}),
    // Within this process: it knows of no other.
    exclusively(name, _signal, task) {
      const mutex = jobs.get(name) ?? new Mutex();
      jobs.set(name, mutex);
      return mutex.run(task);
    },
    async claim(name) {
      if (claimed.has(name)) return undefined;
      claimed.add(name);
      return () => claimed.delete(name);
    },
    async share(name) {
      share(name, 1);
      return () => share(name, -1);
    },
    holders: async (name) => (shared.get(name) ?? 0) + (claimed.has(name) ? 1 : 0),
    scratch: async () => undefined,
  };
}

/** fetch for file: URLs as well, which Node's own does not take. */
const fetchFiles: Fetch = async (address, ask) => {
  const url = new URL(address);
  if (url.protocol !== 'file:') return fetchFollowing(address, ask);
  const path = fileURLToPath(url);
  if (ask.method === 'HEAD') return new Response(null, { status: existsSync(path) ? 200 : 404 });
  const bytes = await readIfThere(path);
  return bytes ? new Response(bytes) : new Response(null, { status: 404 });
};
