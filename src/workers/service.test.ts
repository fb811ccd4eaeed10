import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, nodeHost } from '../testing/nodeHost';
import type { LoadedModel } from './protocol';

const { client, close } = connect(nodeHost());
let model: LoadedModel;

beforeAll(async () => {
  model = await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'auto' });
});
afterAll(close);

describe('a loaded model', () => {
  it('encodes', async () => {
    console.log(model);
    const r = await client.call('encode', { handle: model.handle, sentences: ['a', 'hello world', ''] });
    expect(r.shape).toEqual([3, 384]);
  });
});
