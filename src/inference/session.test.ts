import { expect, it } from 'vitest';
import { nodeOrt } from '../testing/nodeHost';
import { EncoderSession, type OrtRuntime, startRuntime } from './session';

const runtimeWith = (create: OrtRuntime['InferenceSession']['create']): OrtRuntime => ({
  Tensor: nodeOrt.Tensor,
  InferenceSession: { create },
});

it('the runtime is started once, by a model that it can open', async () => {
  let attempts = 0;
  const opened: unknown[] = [];
  const runtime = runtimeWith(async (graph, options) => {
    attempts++;
    const session = await nodeOrt.InferenceSession.create(graph, options);
    opened.push([session.inputNames, session.outputNames]);
    return session;
  });
  startRuntime(runtime);
  startRuntime(runtime);
  await expect.poll(() => opened).toEqual([[['in'], ['out']]]);
  expect(attempts).toBe(1);
});

it('a runtime that did not start gives its reason to the sessions, not what it says of a second attempt', async () => {
  let attempts = 0;
  const runtime = runtimeWith(async () => {
    throw new Error(attempts++ === 0 ? 'no WebAssembly here' : 'an earlier attempt failed');
  });
  startRuntime(runtime);
  for (let i = 0; i < 2; i++) {
    await expect(EncoderSession.create(runtime, new Uint8Array(), 'last_hidden_state', [])).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/^ONNX Runtime cannot start, so no model can be opened\..* no WebAssembly here$/),
    });
  }
  expect(attempts).toBe(1);
});
