import { expect, it } from 'vitest';
import { nodeOrt } from '../testing/nodeHost';
import { EncoderSession, type OrtRuntime, startRuntime } from './session';

function counting(create: OrtRuntime['InferenceSession']['create']): OrtRuntime & { created: Uint8Array[] } {
  const created: Uint8Array[] = [];
  return {
    created,
    Tensor: nodeOrt.Tensor,
    InferenceSession: {
      create(graph, options) {
        created.push(graph);
        return create(graph, options);
      },
    },
  };
}

it('the runtime is started once, by a model that it can open', async () => {
  const opened: unknown[] = [];
  const runtime = counting(async (graph, options) => {
    const session = await nodeOrt.InferenceSession.create(graph, options);
    opened.push([session.inputNames, session.outputNames]);
    return session;
  });
  startRuntime(runtime);
  startRuntime(runtime);
  await expect.poll(() => opened).toEqual([[['in'], ['out']]]);
  expect(runtime.created).toHaveLength(1);
});

it('a runtime that did not start gives its reason to the sessions, not what it says of a second attempt', async () => {
  let attempts = 0;
  const runtime = counting(async () => {
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
