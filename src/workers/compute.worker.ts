/** The compute worker: a service behind a message port, once the page has said where its files are. */
import type { HearRequest } from '../model/requests';
import { browserHost } from './browserHost';
import { holdLife } from './life';
import type { FromWorker, WorkerStart } from './protocol';
import { serve } from './serve';
import { createService } from './service';
import { isThread } from './threads';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const start = async ({ data }: MessageEvent<WorkerStart>) => {
  const hear: HearRequest = (request) => scope.postMessage({ kind: 'request', request } satisfies FromWorker);
  serve(scope, (emit) => createService(browserHost(data, hear), emit));
  await holdLife(data.life);
  scope.postMessage({ kind: 'alive' } satisfies FromWorker);
};
if (!isThread()) scope.addEventListener('message', start, { once: true });
