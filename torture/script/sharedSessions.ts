/** ONNX Runtime for Node that opens each model once, however many runs of the script open it: that takes a third of their time. */
import { createHash } from 'node:crypto';
import type { InferenceSession } from 'onnxruntime-common';
import * as ort from 'onnxruntime-node';
import type { OrtRuntime } from '../../src/inference/session';

const own = ort as unknown as OrtRuntime;
/** By everything that it was made of, so that a bit that is another one makes another session. They last as long as the process. */
const sessions = new Map<string, Promise<InferenceSession>>();

export const sharedSessions: OrtRuntime = {
  ...own,
  InferenceSession: {
    async create(graph, options) {
      const key = keyOf(graph, options);
      const opening = sessions.get(key) ?? own.InferenceSession.create(graph, { ...options, intraOpNumThreads: 1 });
      sessions.set(key, opening);
      try {
        return lent(await opening);
      } catch (thrown) {
        sessions.delete(key);
        throw thrown;
      }
    },
  },
};

function keyOf(graph: Uint8Array, { externalData = [], ...rest }: InferenceSession.SessionOptions): string {
  const hash = createHash('sha256').update(graph).update(JSON.stringify(rest));
  for (const file of externalData) {
    if (typeof file === 'string' || !(file.data instanceof Uint8Array))
      throw new Error('Sessions are shared by the bytes of their weights.');
    hash.update(file.path).update(file.data);
  }
  return hash.digest('hex');
}

/** Ends when it is released, as a session of its own would. */
function lent(session: InferenceSession): InferenceSession {
  let isReleased = false;
  const { inputNames, outputNames } = session;
  const run = (feeds: InferenceSession.FeedsType) => {
    if (isReleased) throw new Error('The session was released.');
    return session.run(feeds);
  };
  const release = async () => {
    isReleased = true;
  };
  return { inputNames, outputNames, run, release } as unknown as InferenceSession;
}
