/** The compute service's surroundings for tests: those of Node, with no GPU unless one is given, and caches in memory. */
import * as ort from 'onnxruntime-node';
import type { OrtRuntime } from '../inference/session';
import { nodeHost as realHost } from '../node/host';
import { memoryCache } from '../storage/memoryCache';
import { ComputeClient } from '../workers/client';
import type { ServiceHost } from '../workers/host';
import { serve } from '../workers/serve';
import { createService } from '../workers/service';

export const nodeOrt = ort as unknown as OrtRuntime;

export function nodeHost(overrides: Partial<ServiceHost> = {}): ServiceHost {
  const caches = { models: memoryCache(), features: memoryCache(), runs: memoryCache() };
  return { ...realHost(nodeOrt), cache: async (kind) => caches[kind], ...overrides };
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
