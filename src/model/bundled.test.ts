import { describe, expect, it } from 'vitest';
import { bundledModel } from './bundled';

const BASE = 'http://localhost/models/';
const answers = (response: () => Response) => bundledModel('all-MiniLM-L6-v2', BASE, async () => response());

describe.each([
  ['404', () => new Response('', { status: 404 })],
  ['its index page', () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } })],
])('a host that answers unknown paths with %s', (_, response) => {
  it('has no such file', async () => {
    expect(await answers(response).read('vocab.txt')).toBeUndefined();
  });

  it('has no model when its config is missing, and the sentence says what to run', async () => {
    await expect(answers(response).read('config.json')).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringContaining('Run "npm run models"'),
    });
  });
});

it('reads a file that is there, and tells what else the server said', async () => {
  const bytes = new TextEncoder().encode('{}');
  expect(await answers(() => new Response(bytes)).read('tokenizer.json')).toEqual(bytes);
  await expect(answers(() => new Response('', { status: 500 })).read('tokenizer.json')).rejects.toMatchObject({ code: 'network' });
});
