/** The compute worker: a service behind a message port. */
import { browserHost } from './browserHost';
import { serve } from './serve';
import { createService } from './service';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const modelsUrl = new URL(import.meta.env.DEV ? '/models/' : '../models/', import.meta.url).href;
serve(scope, (emit) => createService(browserHost(modelsUrl), emit));
