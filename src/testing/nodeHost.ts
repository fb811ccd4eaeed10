/**
 * The compute service's surroundings in Node: ONNX Runtime on the CPU, no GPU unless one is given,
 * caches in memory, and the bundled model read from public/models or wherever its package lies.
 */
import * as ort from 'onnxruntime-node';
import type { OrtRuntime } from '../inference/session';
import { memoryCache } from '../storage/memoryCache';
import { memoryVectorStore } from '../storage/vectorStore';
import { ComputeClient } from '../workers/client';
import type { ServiceHost } from '../workers/host';
import { serve } from '../workers/serve';
import { createService } from '../workers/service';

export const nodeOrt = ort as unknown as OrtRuntime;

export function nodeHost(overrides: Partial<ServiceHost> = {}): ServiceHost {
  const caches = { models: memoryCache(), features: memoryCache(), runs: memoryCache() };
  return {
    ort: nodeOrt,
    fetch: fetchFromRepository,
    modelsUrl: new URL('../../public/models/', import.meta.url).href,
    gpu: async () => undefined,
    cache: async (kind) => caches[kind],
    vectorStore: async () => memoryVectorStore(),
    exclusively: (_name, _signal, task) => task(),
    ...overrides,
  };
}

/** A client and its service on the two ends of a MessageChannel, as a page and its worker are. */
export function connect(host: ServiceHost): { client: ComputeClient; close(): void } {
  const { port1, port2 } = new MessageChannel();
  serve(port1, (emit) => createService(host, emit));
  const client = new ComputeClient(port2);
  port1.start();
  port2.start();
  return {
    client,
    close() {
      port1.close();
      port2.close();
    },
  };
}

/** fetch for file: URLs; anything else goes to the real one. */
const fetchFromRepository: typeof fetch = async (input, init) => {
  const url = new URL(String(input));
  if (url.protocol !== 'file:') return fetch(input, init);
  const { readFile } = await import('node:fs/promises');
  return readFile(url).then(
    (bytes) => new Response(bytes),
    () => new Response(null, { status: 404 }),
  );
};
