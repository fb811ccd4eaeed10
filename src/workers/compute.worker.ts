/** The compute worker: a service behind a message port, once the page has said where its files are. */
import { browserHost } from './browserHost';
import type { WorkerStart } from './protocol';
import { serve } from './serve';
import { createService } from './service';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const start = ({ data }: MessageEvent<WorkerStart>) => serve(scope, (emit) => createService(browserHost(data), emit));
scope.addEventListener('message', start, { once: true });
