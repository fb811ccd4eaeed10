/** Starts the compute worker in the browser, also for pages of another site than the one that serves its script. */
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { TandemError } from '../errors';
import { plainFetch } from '../model/http';
import { ComputeClient } from './client';
import script from './compute.worker.ts?worker&url';
import { Heartbeat, type WorkerHealth } from './heartbeat';
import { endOfLife } from './life';
import { askToPersist } from './persistence';
import type { FromWorker, WorkerStart } from './protocol';
import { needsBlob, startModule } from './startModule';

export interface SpawnedWorker {
  client: ComputeClient;
  terminate(): void;
}

/** Where this file was loaded from: all others lie beside it, whatever page imports it. */
const HERE = import.meta.url;

const SECOND_MS = 1000;

export interface SpawnOptions {
  /** Hears whether the worker answers. Default: nobody asks, and open calls end with an error once the worker is gone. */
  tell?: (health: WorkerHealth) => void;
  /** Whether the worker has the page's security policy, see `startModule`. Default: false */
  confined?: boolean;
}

export function spawnComputeWorker({ tell, confined = false }: SpawnOptions = {}): SpawnedWorker {
  const url = new URL(script, HERE);
  const worker = startModule(url, { type: 'module', name: 'tandem-compute' }, confined);
  const life = `tandem:worker:${crypto.randomUUID()}`;
  worker.postMessage({
    wasmUrl: new URL(wasm, HERE).href,
    modelsUrl: new URL(import.meta.env.DEV ? '/models/' : '../models/', HERE).href,
    life,
  } satisfies WorkerStart);
  const client = new ComputeClient(worker);
  client.onEvent(({ kind }) => {
    if (kind === 'storing') void askToPersist();
  });
  const heartbeat = tell && new Heartbeat(worker, () => client.busy, tell);
  const beating = heartbeat && setInterval(() => heartbeat.beat(), SECOND_MS);
  const watch = new AbortController();
  const stop = () => {
    clearInterval(beating);
    watch.abort();
    // One that only reported an error would keep its GPU, and the runs that it has claimed.
    worker.terminate();
  };
  const die = (how: string) => {
    stop();
    heartbeat?.end('died');
    client.fail(new TandemError('worker-lost', `The compute worker stopped${how}. Load the model again, or reload the page.`));
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind !== 'alive') return;
    endOfLife(life, watch.signal).then(
      () => die(': the browser ended it, most likely because memory ran out'),
      () => undefined,
    );
  });
  worker.addEventListener('error', async (event) => {
    event.preventDefault();
    if (event.message) return die(`: ${event.message}`);
    // Its script never ran.
    stop();
    heartbeat?.end('failed');
    client.fail(new TandemError('internal', await whyNotLoaded(url, needsBlob(url, confined))));
  });
  return {
    client,
    terminate() {
      stop();
      client.fail(new TandemError('disposed', 'The compute worker was shut down.'));
    },
  };
}

async function whyNotLoaded(url: URL, isBlob: boolean): Promise<string> {
  const failed = `The compute worker could not be loaded from ${url.href}:`;
  const answer = await plainFetch(url.href, { method: 'HEAD', purpose: 'worker and WebAssembly' }).catch(() => undefined);
  if (!answer && url.origin !== self.location.origin) {
    return `${failed} its host cannot be reached, or does not let other sites read its files. It has to send the header "Access-Control-Allow-Origin" with all of them.`;
  }
  if (!answer) return `${failed} its host cannot be reached. Check the connection, then reload the page.`;
  if (!answer.ok)
    return `${failed} its host answers with status ${answer.status}. Reload the page; all files of the build have to be there.`;
  return `${failed} the browser refused to run it. Reload the page; where it sets a Content-Security-Policy, "worker-src" has to allow ${isBlob ? `blob: and ${url.origin}` : "'self'"}.`;
}
