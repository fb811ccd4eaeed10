/** Tandem as a library in Node: the same classes as in the browser, on onnxruntime-node. */
import { startWorkersBy } from '../api/sharedWorker';
import { TandemError } from '../errors';
import type { OrtRuntime } from '../inference/session';
import { nodeHost } from './host';
import { startInProcess } from './inProcess';

const ort = await import('onnxruntime-node').catch((cause) => {
  throw new TandemError(
    'internal',
    `In Node, Tandem computes with onnxruntime-node: run "npm install onnxruntime-node". (${cause.message})`,
    { cause },
  );
});

startWorkersBy(() => startInProcess(nodeHost(ort as unknown as OrtRuntime)));

export * from '../api/tandem';
export { filesAt } from './filesAt';
