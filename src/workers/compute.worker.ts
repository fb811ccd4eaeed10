/** The compute worker: a service behind a message port. */
import { browserHost } from './browserHost';
import { serve } from './serve';
import { ComputeService } from './service';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const modelsUrl = new URL(import.meta.env.DEV ? '/models/' : '../models/', import.meta.url).href;
serve(scope, (emit) => new ComputeService(browserHost(modelsUrl), emit));
