/** The surroundings of a browser's worker: ONNX Runtime's wasm, navigator.gpu, the private file system. */

import * as ort from 'onnxruntime-web/webgpu';
import { type Gpu, requestGpu } from '../gpu/device';
import type { FileCache } from '../model/fileCache';
import { type HearRequest, notedFetch } from '../model/requests';
import { memoryCache } from '../storage/memoryCache';
import { opfsCache } from '../storage/opfsCache';
import { opfsVectorStore, scratch } from '../storage/opfsVectorStore';
import { memoryVectorStore } from '../storage/vectorStore';
import { fetchUnderPolicy } from './fetchUnderPolicy';
import type { ServiceHost } from './host';
import type { WorkerStart } from './protocol';
import { allowThreads } from './threads';

/** @param hear told of every request to another machine */
export function browserHost({ wasmUrl, modelsUrl }: WorkerStart, hear: HearRequest): ServiceHost {
  ort.env.wasm.wasmPaths = { wasm: wasmUrl };
  ort.env.wasm.numThreads = allowThreads(import.meta.url);
  ort.env.logLevel = 'error';

  let gpu: Promise<Gpu | undefined> | undefined;
  const caches = new Map<string, Promise<FileCache>>();
  return {
    ort,
    fetch: notedFetch(fetchUnderPolicy, 'worker and WebAssembly', hear),
    modelsUrl,
    gpu() {
      if (gpu) return gpu;
      const asked = requestGpu(navigator.gpu).catch(() => undefined);
      // Where there is none, or none any more, the next one to ask may find one.
      const forget = () => {
        if (gpu === asked) gpu = undefined;
      };
      asked.then((got) => (got ? got.device.lost.then(forget) : forget()));
      gpu = asked;
      return asked;
    },
    cache(kind) {
      const cache = caches.get(kind) ?? opfsCache(kind).catch(() => memoryCache());
      caches.set(kind, cache);
      return cache;
    },
    vectorStore: () => opfsVectorStore().catch(() => memoryVectorStore()),
    async estimate() {
      const { usage, quota } = await navigator.storage.estimate();
      return { usage, quota };
    },
    claim: claimLock,
    share: shareLock,
    holders,
    scratch,
    async exclusively(name, signal, task) {
      if (!navigator.locks) return task();
      return navigator.locks.request(`tandem:${name}`, { signal }, task);
    },
  };
}

function claimLock(name: string): Promise<(() => void) | undefined> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`tandem:${name}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}

async function shareLock(name: string): Promise<() => void> {
  if (!navigator.locks) return () => {};
  return new Promise((resolve, reject) => {
    navigator.locks.request(`tandem:${name}`, { mode: 'shared' }, () => new Promise<void>((release) => resolve(release))).catch(reject);
  });
}

async function holders(name: string): Promise<number> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.filter((lock) => lock.name === `tandem:${name}`).length;
}
